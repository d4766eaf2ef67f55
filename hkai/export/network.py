"""Entities and relations as a network for Gephi, Cytoscape, igraph and networkx: `data/hkai.graphml`."""

from __future__ import annotations

import io
from collections.abc import Iterator

from hkai.export.api import Api
from hkai.site import Site

PATH = "data/hkai.graphml"


def files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """One GraphML file; what is not known of a node or an edge is left out."""
    from networkx import write_graphml  # takes a quarter of a second to import

    out = io.BytesIO()
    write_graphml(network(Api(site.graph, address).network()), out, encoding="utf-8", named_key_ids=True)
    yield PATH, out.getvalue()


def network(whole: dict):
    """The nodes and edges of the API as a directed graph of networkx, each edge with an id of its own."""
    from networkx import MultiDiGraph

    made = MultiDiGraph(name="AI in Hong Kong")
    for node in whole["nodes"]:
        made.add_node(node["id"], **_known(node, "id"))
    for edge in whole["edges"]:
        key = ":".join((edge["source"], edge["type"], edge["target"]))
        values = _known(edge, "source", "target") | {"sources": " ".join(edge["sources"])}
        made.add_edge(edge["source"], edge["target"], key, **values)
    return made


def _known(values: dict, *but: str) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None and name not in but}

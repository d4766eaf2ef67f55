"""Builds a site again and again in one process and answers requests, as `mkdocs serve` does: run in a copy by test_rebuild.py.

Reads lines from standard input and answers each with one: `build`, and `mirror FOLDER INTO`, which asks for
every file of FOLDER, and again for all that were ever found, and writes what is answered into INTO.
"""

import posixpath
import shlex
import sys
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer


class Served:
    def __init__(self, folder: str, address: str):
        self.folder, self.address = folder, address
        self.server, self.plugins, self.asked = None, None, set()

    def build(self) -> str:
        config = load_config(config_file="mkdocs.yml", site_dir=self.folder, strict=True)
        if self.plugins is None:
            config.plugins.on_startup(command="serve", dirty=False)
            self.plugins = config.plugins
        config.site_url = self.address
        try:
            build(config, serve_url=self.address)
        except Exception as error:
            return f"failed: {error}".replace("\n", " ")
        if self.server is None:
            server = LiveReloadServer(lambda: None, "127.0.0.1", 0, self.folder, "/hk-ai/")
            self.server = config.plugins.on_serve(server, config=config, builder=None)
        return "built"

    def mirror(self, folder: str, into: str) -> str:
        there = (file for file in Path(folder).rglob("*") if file.is_file())
        self.asked |= {file.relative_to(folder).as_posix() for file in there}
        for path in sorted(self.asked):
            status, content = self.get(path)
            if status.startswith("200"):
                file = Path(into, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        return "mirrored"

    def get(self, path: str) -> tuple[str, bytes]:
        name = posixpath.basename(path)
        address = path.removesuffix("index.html") if name == "index.html" else path
        environ = {"PATH_INFO": f"/hk-ai/{address}".encode().decode("latin-1")}
        setup_testing_defaults(environ)
        said = []
        body = self.server.get_app()(environ, lambda status, headers: said.append(status))
        return said[0], b"".join(body)


def main(folder: str, address: str) -> None:
    served = Served(folder, address)
    for line in sys.stdin:
        command, *arguments = shlex.split(line)
        print(getattr(served, command)(*arguments), flush=True)


main(*sys.argv[1:])

"""The Content-Security-Policy of every page: what a browser may load and run there, whatever stands in the page.

Pages carry it themselves, in a meta element, as hosts of static files rarely send headers of ours.
"""

from __future__ import annotations

_RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # data: for the icons within style sheets, Material's and ours
    "connect-src": "'self'",  # the index of the search
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",  # no script of ours makes markup out of text
    "trusted-types": "'none'",
}
_HEADER_ONLY = {"frame-ancestors": "'none'"}  # browsers do not heed it in a page


def policy(serving: bool = False) -> str:
    """The policy as a page states it; `mkdocs serve` puts a script into pages, which must run while serving."""
    return _written(_RULES | ({"script-src": "'self' 'unsafe-inline'"} if serving else {}))


def header() -> str:
    """The policy as a host should send it, for hosts that can."""
    return _written(_RULES | _HEADER_ONLY)


def _written(rules: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in rules.items())

"""Builds a site again and again in one process, as `mkdocs serve` does: run in a copy by test_rebuild.py.

Reads a line for each build from standard input and answers with a line when it is done.
"""

import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config


def main(folder: str, address: str) -> None:
    started = None
    for _ in sys.stdin:
        config = load_config(config_file="mkdocs.yml", site_dir=folder, strict=True)
        if started is None:
            config.plugins.on_startup(command="serve", dirty=False)
            started = config.plugins
        config.site_url = address
        try:
            build(config, serve_url=address)
            print("built", flush=True)
        except Exception as error:
            print(f"failed: {error}".replace("\n", " "), flush=True)


main(*sys.argv[1:])

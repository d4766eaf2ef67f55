"""What the examples of docs/data/ need of curl, jq and sqlite3, for machines that lack them.

Run as `python stand_ins.py curl …`; only the options that the examples use are known.
"""

import sqlite3
import sys
from pathlib import Path
from urllib.request import urlopen

import jq


def curl(arguments: list[str]) -> None:
    save = bool({"--remote-name", "--remote-name-all"} & set(arguments))
    for address in [argument for argument in arguments if not argument.startswith("--")]:
        with urlopen(address) as answer:
            content = answer.read()
        if save:
            Path(address.rpartition("/")[2]).write_bytes(content)
        else:
            sys.stdout.buffer.write(content)


def jq_(arguments: list[str]) -> None:
    raw = "--raw-output" in arguments
    (program,) = [argument for argument in arguments if not argument.startswith("--")]
    found = jq.compile(program).input_text(sys.stdin.read())
    for value in found:
        print(value if raw and isinstance(value, str) else jq.compile(".").input_value(value).text())


def sqlite(arguments: list[str]) -> None:
    file, query = arguments
    database = sqlite3.connect(file)
    for row in database.execute(query):
        print(*("" if cell is None else cell for cell in row), sep="|")
    database.close()


if __name__ == "__main__":
    {"curl": curl, "jq": jq_, "sqlite3": sqlite}[sys.argv[1]](sys.argv[2:])

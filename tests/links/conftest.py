"""Fixtures for the outside links: the played server, a guard that nothing else is asked, and a corpus of its cases.

server      every case of an outside link, on loopback
network     a way to it, with short limits
fetch(url)  one address, followed to its end
links(...)  the command `hkai links` on a corpus of the cases, on a given day
"""

import re
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import corpus
import pytest
from click.testing import CliRunner
from links import server as played
from links.cases import CASES_FILE, source_file

from hkai.links import command
from hkai.links.fetch import Fetcher
from hkai.links.hosts import Hosts
from hkai.links.network import Limits, Network

LIMITS = Limits(connect=1, read=0.5, exchange=0.8, retries=1, back_off=0.02, patience=3, size=50_000)
FIRST_DAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    """Lets no connection and no look-up of a name leave this machine; what tried fails the test, in any thread."""
    tried = []
    connect, find = socket.socket.connect, socket.getaddrinfo

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
            tried.append(address)
            raise OSError(f"a test tried to connect to {address}")
        return connect(self, address)

    def guarded_find(host, *arguments, **options):
        if host not in ("127.0.0.1", "::1"):
            tried.append(host)
            raise OSError(f"a test tried to look up {host}")
        return find(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_find)
    yield tried
    assert tried == []


def way_to(server: played.Server) -> Network:
    """A network that leads everywhere to the server and trusts its certificate."""
    certificate = re.search("-----BEGIN CERT.*", played.CERTIFICATE.read_text(), re.DOTALL)[0]
    return Network(LIMITS, server.resolve, certificate)


@pytest.fixture
def server():
    with played.serving() as server:
        yield server


@pytest.fixture
def network(server):
    network = way_to(server)
    yield network
    network.close()


@pytest.fixture
def fetch(network):
    return Fetcher(network, Hosts(0), "https://hkai.test/").fetch


@pytest.fixture(scope="module")
def fetch_case():
    """The same with one server for all cases of a module, each of which is to be asked for once."""
    with played.serving() as server:
        network = way_to(server)
        yield Fetcher(network, Hosts(0), "https://hkai.test/").fetch
        network.close()


class Links:
    """The command on a folder; `day` counts from the first day."""

    def __init__(self, root: Path, monkeypatch):
        self.root, self._monkeypatch = root, monkeypatch

    def __call__(self, *arguments: str, day: int = 0):
        moment = FIRST_DAY + timedelta(days=day)
        self._monkeypatch.setattr(command, "_now", lambda: moment)
        options = ["--root", str(self.root), "--contact", "https://hkai.test/"]
        return CliRunner().invoke(command.links_command, [*options, *arguments])


@pytest.fixture
def links(tmp_path, network, monkeypatch):
    """The command on the small corpus with a source for each case."""
    corpus.write(tmp_path, {CASES_FILE: source_file(played.CASES)})
    monkeypatch.setattr(command, "open_network", lambda: network)
    monkeypatch.setattr(command, "PAUSE", 0.0)
    return Links(tmp_path, monkeypatch)

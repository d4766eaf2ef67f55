"""Connections: who may be reached, how long, with which trust."""

import socket
import time

import pytest
from links.server import CERTIFICATE, PAGES

from hkai.links import network as networks
from hkai.links.fetch import Fetcher, clean
from hkai.links.hosts import Hosts
from hkai.links.judge import judge
from hkai.links.network import Network, PrivateAddress, public_addresses
from hkai.links.outcome import Trouble


def found(*addresses):
    def getaddrinfo(host, port, **_):
        families = {True: socket.AF_INET6, False: socket.AF_INET}
        return [
            (families[":" in address], socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
        ]

    return getaddrinfo


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "::1", "fe80::1%eth0", "100.64.0.1"],
)
def test_only_public_addresses_are_asked(monkeypatch, address):
    monkeypatch.setattr(networks.socket, "getaddrinfo", found("93.184.216.34", address))
    with pytest.raises(PrivateAddress):
        public_addresses("a.example", 443)


def test_ipv4_comes_first(monkeypatch):
    monkeypatch.setattr(
        networks.socket, "getaddrinfo", found("2606:4700::1", "93.184.216.34", "93.184.216.34")
    )
    assert public_addresses("a.example", 443) == [("93.184.216.34", 443), ("2606:4700::1", 443)]


def test_without_a_resolver_of_its_own_it_takes_the_public_one(monkeypatch, server):
    monkeypatch.setattr(networks.socket, "getaddrinfo", found("127.0.0.1"))
    outcome = Fetcher(Network(networks.Limits()), Hosts(0), "https://hkai.test/").fetch(f"{PAGES}/fine")
    assert judge(outcome).reason == "the address is not a public one"
    assert server.log == []


def test_a_redirect_into_the_own_network_is_not_followed(server, fetch):
    server.redirects[f"{PAGES}/inwards"] = "http://inside.example/secret"
    assert fetch(f"{PAGES}/inwards").trouble is Trouble.private


def test_a_second_address_is_tried_where_the_first_refuses(server):
    def both(host, port):
        return [("127.0.0.1", server.shut), ("127.0.0.1", server.plain)]

    network = Network(networks.Limits(connect=1), both)
    assert Fetcher(network, Hosts(0), "https://hkai.test/").fetch(f"{PAGES}/fine").status == 200


def test_self_signed(server):
    network = Network(networks.Limits(connect=1, retries=0), server.resolve)
    outcome = Fetcher(network, Hosts(0), "https://hkai.test/").fetch("https://safe.example/page")
    assert outcome.trouble is Trouble.certificate
    assert "self-signed" in outcome.detail


def test_a_name_that_cannot_be_looked_up_just_now_is_not_gone():
    def later(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    network = Network(networks.Limits(retries=0), later)
    outcome = Fetcher(network, Hosts(0), "https://hkai.test/").fetch(f"{PAGES}/fine")
    assert judge(outcome).kind == "down"


def test_connections_are_used_again(server, fetch):
    for _ in range(3):
        fetch(f"{PAGES}/fine")
        fetch(f"{PAGES}/for-now")
    assert server.connections == 1


@pytest.mark.parametrize("page", ["endless", "huge"])
def test_no_more_than_the_limit_is_read(fetch, network, page):
    outcome = fetch(f"{PAGES}/{page}")
    assert len(outcome.text) == network.limits.size
    assert not outcome.whole


def test_a_bomb_unpacks_to_the_limit_alone(fetch, network):
    assert len(fetch(f"{PAGES}/bomb").text) == network.limits.size


@pytest.mark.parametrize("host", ["drip", "drip-head", "drip-error"])
def test_a_drip_ends_in_time(fetch, host):
    start = time.monotonic()
    outcome = fetch(f"http://{host}.example/page")
    assert judge(outcome).kind == "down"
    assert time.monotonic() - start < 4


def test_a_senseless_retry_after_is_no_reason_to_wait(server, fetch):
    assert fetch(f"{PAGES}/senseless").status == 503


def test_an_address_as_written_is_asked_percent_encoded(server, fetch):
    fetch(f"{PAGES}/頁?問=答")
    assert server.asked("pages.example")[0].path == "/%E9%A0%81?%E5%95%8F=%E7%AD%94"
    assert clean('http://a.example/%E9 "<>\n') == "http://a.example/%E9%20%22%3C%3E%0A"


def test_a_location_in_utf8_is_followed(server, fetch):
    server.redirects[f"{PAGES}/chinese"] = "/頁面"
    assert fetch(f"{PAGES}/chinese").final == f"{PAGES}/%E9%A0%81%E9%9D%A2"


def test_the_guard_bites(outside):
    """Else the other tests would prove nothing."""
    with pytest.raises(OSError, match="a test tried"):
        socket.create_connection(("93.184.216.34", 80), timeout=1)
    with pytest.raises(OSError, match="a test tried"):
        socket.getaddrinfo("www.example.com", 80)
    with socket.socket() as plain, pytest.raises(OSError, match="a test tried"):
        plain.connect(("93.184.216.34", 80))
    assert len(outside) == 3
    outside.clear()


def test_the_certificate_is_for_these_tests_alone():
    import ssl

    text = ssl._ssl._test_decode_cert(str(CERTIFICATE))
    assert all(name.endswith(".example") for _, name in text["subjectAltName"])

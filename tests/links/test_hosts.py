"""Politeness: one request at a time to a host, a pause between them, robots.txt, Retry-After."""

import threading
from itertools import pairwise

from hkai.links import robots
from hkai.links.fetch import Fetcher
from hkai.links.hosts import Hosts
from hkai.links.judge import judge
from hkai.links.outcome import Outcome, Trouble
from hkai.links.run import Runner
from hkai.links.urls import Address


class Clock:
    """A clock that only waiting moves on."""

    def __init__(self):
        self.now, self.waits = 100.0, []

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


def test_pause_between_requests():
    clock = Clock()
    hosts = Hosts(2, clock, clock.wait)
    with hosts.turn("a.example"):
        clock.now += 0.5
    with hosts.turn("b.example"):
        pass
    assert clock.waits == [], "another host need not wait"
    clock.now += 0.5
    with hosts.turn("a.example"):
        pass
    assert clock.waits == [1.5], "the pause counts from the end of the request before"
    clock.now += 10
    with hosts.turn("a.example"):
        pass
    assert clock.waits == [1.5]


def test_a_host_may_ask_for_a_longer_pause_not_a_shorter():
    clock = Clock()
    hosts = Hosts(2, clock, clock.wait)
    hosts.ask_slowly("a.example", 5)
    hosts.ask_slowly("b.example", 1)
    for host in ("a.example", "b.example"):
        for _ in range(2):
            with hosts.turn(host):
                pass
    assert clock.waits == [5, 2]


def test_never_two_at_a_time_to_a_host(server, network):
    """Not even where redirects lead other workers to it."""
    urls = [f"http://host-{n}.example/{kind}" for n in range(3) for kind in range(6)]
    urls += [f"http://from-{n}.example/page" for n in range(6)]
    for n in range(6):
        server.redirects[f"http://from-{n}.example/page"] = f"http://host-0.example/target-{n}"
    pause = 0.03
    fetcher = Fetcher(network, Hosts(pause), "https://hkai.test/")
    taken = []
    Runner(fetcher, {}, 9, threading.Event()).run([Address(url, ()) for url in urls], taken.append)
    assert len(taken) == len(urls)
    assert all(result.verdict.kind == "ok" for result in taken)
    assert set(server.together.values()) == {1}
    for host in ("host-0.example", "host-1.example"):
        requests = sorted((r for r in server.log if r.host == host), key=lambda r: r.start)
        gaps = [later.start - earlier.start for earlier, later in pairwise(requests)]
        assert min(gaps) >= pause * 0.9
    assert len({request.host for request in server.log[:6]}) > 1, "several hosts side by side"


def test_crawl_delay(server, fetch):
    for number in range(2):
        fetch(f"http://slowly.example/{number}")
    first, second = server.asked("slowly.example")
    assert second.start - first.start >= 0.29


def test_waits_as_long_as_the_host_asks(server, fetch):
    assert fetch("http://busy.example/page").status == 200
    first, second = server.asked("busy.example")
    assert second.start - first.start >= 1


def test_asked_to_wait_longer_it_leaves_the_host_alone(server, fetch):
    for number in range(3):
        verdict = judge(fetch(f"http://strict.example/{number}"))
        assert verdict.kind == "blocked"
    assert len(server.asked("strict.example")) == 1


def test_a_dead_host_is_asked_once(server, fetch):
    for number in range(3):
        assert fetch(f"http://silent-robots.example/{number}").trouble is Trouble.timeout
    assert len(server.log) == 2, "robots.txt, and once more"


def test_robots_rules():
    def rules(status, body=None, trouble=None):
        return robots.rules(Outcome("u", status=status, trouble=trouble), body)

    closed = rules(200, "User-agent: *\nDisallow: /")
    assert closed.forbid("https://a.example/x")
    ours = rules(
        200,
        "User-agent: AI-in-Hong-Kong-linkcheck\nDisallow: /x\nCrawl-delay: 900\n\nUser-agent: *\nDisallow:",
    )
    assert ours.forbid("https://a.example/x") and not ours.forbid("https://a.example/y")
    assert ours.pause == robots.LONGEST_PAUSE
    for open_ in (
        rules(404),
        rules(403),
        rules(200, ""),
        rules(200, "<html>what?"),
        rules(None, trouble=Trouble.circle),
    ):
        assert not open_.forbid("https://a.example/x") and open_.trouble is None and open_.pause == 0
    assert rules(500).trouble is Trouble.robots_unread
    assert rules(None, trouble=Trouble.name).trouble is Trouble.name

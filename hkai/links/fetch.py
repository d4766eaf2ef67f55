"""One address followed to its end, politely: an `Outcome`."""

from __future__ import annotations

import socket
import ssl
import threading
import urllib.request
from collections import Counter
from dataclasses import dataclass, replace
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import urllib3
from urllib3 import exceptions

from hkai.links import reading, robots
from hkai.links.hosts import Hosts
from hkai.links.network import Network, PrivateAddress
from hkai.links.outcome import Hop, Outcome, Trouble
from hkai.links.urls import host_of

_KEPT = ("content-type", "etag", "last-modified", "cf-mitigated", "x-amzn-waf-action", "retry-after")
_REDIRECTS = (301, 302, 303, 307, 308)
_NAME_ERRORS = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True)
class Known:
    """What an earlier run learnt about the page at `url`, to ask whether it has changed."""

    url: str
    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


@dataclass
class _Answer:
    """One answer: `to` is where it sends its reader."""

    status: int
    headers: dict[str, str]
    text: str | None = None
    whole: bool = True
    to: str | None = None


class Fetcher:
    """Fetches addresses over one network, giving each host its turn and obeying its robots.txt.

    `contact` stands in the name under which it asks. `heard` is set once any host has answered.
    """

    def __init__(self, network: Network, hosts: Hosts, contact: str):
        self.network, self.hosts = network, hosts
        self.limits = network.limits
        self.heard = threading.Event()
        self._agent = f"{robots.NAME}/1 (+{contact})"
        self._rules: dict[str, robots.Rules] = {}
        self._rules_lock: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._closed: set[str] = set()

    def fetch(self, url: str, known: Known | None = None) -> Outcome:
        """What comes back from an address in the end."""
        outcome = self._follow(url, known, ask_robots=True)
        if outcome.status == 429 or (outcome.status == 503 and "retry-after" in outcome.headers):
            self._closed.add(host_of(outcome.final))
        return outcome

    def _follow(self, url: str, known: Known | None, ask_robots: bool) -> Outcome:
        jar, hops, visits = CookieJar(), [], Counter()
        address = clean(urldefrag(url).url)
        while True:
            outcome = Outcome(url, tuple(hops))
            if trouble := self._not_to_ask(address, visits, hops, ask_robots):
                return replace(outcome, trouble=trouble[0], detail=trouble[1])
            visits[address] += 1
            try:
                answer = self._ask(address, jar, known if known and known.url == address else None)
            except (exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
                trouble, detail = self._trouble(error)
                return replace(outcome, trouble=trouble, detail=detail)
            if not answer.to:
                return replace(
                    outcome,
                    status=answer.status,
                    headers=answer.headers,
                    text=answer.text,
                    whole=answer.whole,
                )
            hops.append(Hop(address, answer.status if answer.status in _REDIRECTS else 0, answer.to))
            address = answer.to

    def _not_to_ask(
        self, address: str, visits: Counter, hops: list[Hop], ask_robots: bool
    ) -> tuple[Trouble, str] | None:
        """Why the next address is not asked, or None."""
        if urlsplit(address).scheme not in ("http", "https"):
            return Trouble.scheme, ""
        if visits[address] > 1:  # once more is common: a cookie is set, and the page asked for again
            return Trouble.circle, ""
        if len(hops) > self.limits.hops:
            return Trouble.redirects, ""
        if not ask_robots:
            return None
        if host_of(address) in self._closed:
            return Trouble.asked_to_wait, ""
        rules = self._rules_for(address)
        if rules.trouble:
            return rules.trouble, rules.detail
        return (Trouble.robots, "") if rules.forbid(address) else None

    def _rules_for(self, url: str) -> robots.Rules:
        """The rules of a host, asked for once a run."""
        address = robots.address(url)
        with self._lock:
            lock = self._rules_lock.setdefault(address, threading.Lock())
        with lock:
            if address not in self._rules:
                outcome = self._follow(address, None, ask_robots=False)
                self._rules[address] = rules = robots.rules(outcome, outcome.text)
                self.hosts.ask_slowly(host_of(url), rules.pause)
            return self._rules[address]

    # --- one request

    def _ask(self, address: str, jar: CookieJar, known: Known | None) -> _Answer:
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "en,zh-HK;q=0.9,zh;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
        headers |= known.headers if known else {}
        asked = urllib.request.Request(address)
        jar.add_cookie_header(asked)
        if cookies := asked.get_header("Cookie"):
            headers["Cookie"] = cookies
        with self.hosts.turn(host_of(address)):
            response, deadline = self.network.get(address, headers)
            try:
                self.heard.set()
                jar.extract_cookies(response, asked)
                return self._answer(address, response)
            finally:
                deadline.stop()

    def _answer(self, address: str, response: urllib3.BaseHTTPResponse) -> _Answer:
        headers = {name: str(response.headers[name]) for name in _KEPT if name in response.headers}
        answer = _Answer(response.status, headers)
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            answer.to = clean(urldefrag(urljoin(address, _utf8(location).strip())).url)
        if answer.to or response.status == 304 or not _is_page(address, headers.get("content-type", "")):
            _dismiss(response)
            return answer
        body, answer.whole = self._body(response)
        answer.text = reading.decoded(body, headers.get("content-type", ""))
        if 200 <= response.status < 300 and (to := reading.read(answer.text).refresh):
            target = clean(urldefrag(urljoin(address, to)).url)
            answer.to = target if target != address else None
        return answer

    def _body(self, response: urllib3.BaseHTTPResponse) -> tuple[bytes, bool]:
        """The beginning of the body, up to the size limit, and whether that is all."""
        body = b""
        while len(body) < self.limits.size:
            if not (part := response.read1(65_536)):
                response.release_conn()
                if self.network.cut:
                    raise exceptions.ReadTimeoutError(None, None, "cut off")
                return body, True
            body += part
        response.close()
        return body[: self.limits.size], False

    def _trouble(self, error: Exception) -> tuple[Trouble, str]:
        """What stood in the way, from the library's exceptions."""
        if isinstance(error, exceptions.MaxRetryError) and error.reason:
            error = error.reason
        if isinstance(error, PrivateAddress):
            return Trouble.private, ""
        if isinstance(error, exceptions.NameResolutionError):
            cause = error.__cause__
            gone = isinstance(cause, socket.gaierror) and cause.errno in _NAME_ERRORS
            return (Trouble.name if gone else Trouble.lookup), ""
        if self.network.cut:
            return Trouble.slow, ""
        if isinstance(error, exceptions.SSLError):
            return _of_tls(error)
        if isinstance(error, exceptions.NewConnectionError):
            return Trouble.refused, ""
        if isinstance(error, exceptions.TimeoutError | TimeoutError):
            return Trouble.timeout, ""
        if isinstance(error, exceptions.ProtocolError) and _has(error, ConnectionError):
            return Trouble.refused, "cut off by the host"
        return Trouble.broken, type(error).__name__


def _of_tls(error: exceptions.SSLError) -> tuple[Trouble, str]:
    cause = next((part for part in error.args if isinstance(part, ssl.SSLError)), None)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Trouble.certificate, cause.verify_message
    reason = getattr(cause, "reason", None)
    return Trouble.tls, reason.replace("_", " ").lower() if reason else ""


def _has(error: Exception, kind: type) -> bool:
    return any(isinstance(part, kind) for part in error.args)


def _is_page(address: str, content_type: str) -> bool:
    """Whether an answer is read: a web page, or something that does not say what it is; a robots.txt always."""
    kind = content_type.partition(";")[0].strip().lower()
    if urlsplit(address).path == "/robots.txt":
        return True
    return kind in ("", "text/html", "application/xhtml+xml")


def _dismiss(response: urllib3.BaseHTTPResponse) -> None:
    """Ends an answer whose body does not matter; a short one is read, so that the connection can serve again."""
    length = response.headers.get("Content-Length", "0" if response.status == 304 else "")
    if length.isdigit() and int(length) <= 65_536:
        response.drain_conn()
        response.release_conn()
    else:
        response.close()


def _utf8(header: str) -> str:
    """A header as the host meant it: UTF-8, which the protocol reads as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def clean(url: str) -> str:
    """An address with all percent-encoded that no address may hold."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")

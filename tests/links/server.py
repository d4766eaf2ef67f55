"""Every way in which an outside link can answer, played on loopback.

One server plays all hosts: a resolver of its own (`Server.resolve`) leads every name to it, with
TLS for port 443. `CASES` says what each address stands for; `Server.log` what was asked and when.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from hkai.links.network import PrivateAddress

CERTIFICATE = Path(__file__).with_name("server.pem")  # self-signed, of four hosts; for these tests alone
PAGES = "http://pages.example"

# What each address is: (expected class, a word of the expected reason).
CASES = {
    f"{PAGES}/fine": ("ok", ""),
    f"{PAGES}/fine-after-a-cookie": ("ok", ""),
    f"{PAGES}/other-form": ("ok", ""),
    f"{PAGES}/for-now": ("ok", ""),
    f"{PAGES}/squeezed": ("ok", ""),
    f"{PAGES}/huge": ("ok", ""),
    f"{PAGES}/endless": ("ok", ""),
    f"{PAGES}/octets": ("ok", ""),
    f"{PAGES}/unchanged": ("ok", ""),
    f"{PAGES}/flaky": ("ok", ""),
    f"{PAGES}/fine#absent": ("ok", "part of it that the link names was not found"),
    f"{PAGES}/chain": ("moved", "301"),
    f"{PAGES}/chain-then-for-now": ("moved", "308"),
    f"{PAGES}/missing": ("gone", "404"),
    f"{PAGES}/removed": ("gone", "410"),
    f"{PAGES}/chain-to-missing": ("gone", "404"),
    "http://no-such-name.example/page": ("gone", "does not resolve"),
    f"{PAGES}/to-home": ("soft-404", "home page"),
    f"{PAGES}/to-error": ("soft-404", "error page"),
    f"{PAGES}/error-in-words": ("soft-404", "Page not found"),
    f"{PAGES}/error-in-chinese": ("soft-404", "找不到"),
    f"{PAGES}/report.pdf": ("soft-404", "a document by its name"),
    f"{PAGES}/forbidden": ("blocked", "403"),
    f"{PAGES}/members": ("blocked", "sign in"),
    f"{PAGES}/challenge": ("blocked", "checks for programs"),
    f"{PAGES}/challenge-503": ("blocked", "checks for programs"),
    "http://closed.example/private/page": ("blocked", "robots.txt asks"),
    "http://no-robots.example/page": ("blocked", "robots.txt could not be read"),
    "http://inside.example/page": ("blocked", "not a public one"),
    "http://strict.example/page": ("blocked", "429"),
    "http://busy.example/page": ("ok", ""),
    "https://safe.example/page": ("ok", ""),
    "https://vault.example/page": ("insecure", "certificate"),
    "https://plain.example/page": ("insecure", "no secure connection"),
    f"{PAGES}/circle": ("down", "circle"),
    f"{PAGES}/ever-further": ("down", "too many redirects"),
    f"{PAGES}/to-file": ("down", "not a web address"),
    f"{PAGES}/broken-host": ("down", "500"),
    f"{PAGES}/empty": ("down", "empty"),
    "http://silent.example/page": ("down", "in time"),
    "http://drip.example/page": ("down", "too long"),
    "http://drip-head.example/page": ("down", "too long"),
    "http://shut.example/page": ("down", "no connection"),
    "http://hangs-up.example/page": ("down", "cut off"),
    "http://not-http.example/page": ("down", ""),
}


@dataclass
class Request:
    """One request, and from when to when it was served."""

    host: str
    path: str
    headers: dict[str, str]
    start: float
    end: float = 0


class Server:
    """The server; `changes` (status by address) and `redirects` replace what it plays, `unresolved` are names that do not exist."""

    def __init__(self):
        self.log: list[Request] = []
        self.counts: Counter[str] = Counter()
        self.changes: dict[str, int] = {}
        self.redirects: dict[str, str] = {}
        self.connections = 0
        self.unresolved = {"no-such-name.example"}
        self.offline = False
        self._busy: Counter[str] = Counter()
        self.together: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.closing = threading.Event()

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Where a host is: here, whatever its name."""
        if self.offline or host in self.unresolved:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host == "inside.example":
            raise PrivateAddress("10.0.0.1")
        if host == "shut.example":
            return [("127.0.0.1", self.shut)]
        secure = port == 443 and host != "plain.example"
        return [("127.0.0.1", self.secure if secure else self.plain)]

    def asked(self, host: str, path: str | None = None) -> list[Request]:
        """The requests that came to a host, robots.txt only if asked for."""
        wanted = [request for request in self.log if request.host == host]
        if path:
            return [request for request in wanted if request.path == path]
        return [request for request in wanted if request.path != "/robots.txt"]

    @contextmanager
    def request(self, host: str, path: str, headers: dict[str, str]):
        """Takes a request down while it is served, and how many a host had at a time."""
        entry = Request(host, path, headers, time.monotonic())
        with self.lock:
            self.log.append(entry)
            self.counts[host + path] += 1
            self._busy[host] += 1
            self.together[host] = max(self.together[host], self._busy[host])
        try:
            yield
        finally:
            entry.end = time.monotonic()
            with self.lock:
                self._busy[host] -= 1


def page(title: str = "A page", body: str = "<p id=here>Words about Hong Kong.</p>") -> bytes:
    return f"<!doctype html><title>{title}</title><h1>{title}</h1>{body}".encode()


ROBOTS = {
    "closed.example": b"User-agent: *\nDisallow: /private/\n",
    "slowly.example": b"User-agent: *\nCrawl-delay: 0.3\n",
}


class Handler(BaseHTTPRequestHandler):
    """Plays the cases; each method is a path of pages.example or the name of a host."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "played", ""
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        played: Server = self.server.played
        host = self.headers["Host"].partition(":")[0]
        headers = {name.lower(): value for name, value in self.headers.items()}
        with played.request(host, self.path, headers), suppress(ConnectionError, ssl.SSLError):
            self.play(host, played)

    def setup(self):
        super().setup()
        self.server.played.connections += 1

    def play(self, host: str, played: Server) -> None:
        if to := played.redirects.get(f"http://{host}{self.path}"):
            return self.redirect(302, to.encode().decode("latin-1"))
        changed = played.changes.get(f"http://{host}{self.path}")
        if changed:
            return self.send(changed, page(str(changed)))
        if self.path == "/robots.txt":
            return self.robots(host)
        name = host.removesuffix(".example") if host != "pages.example" else self.path.strip("/") or "home"
        method = getattr(self, name.replace("-", "_").replace(".", "_"), None)
        return method() if method else self.send(200, page(f"A page of {host}"))

    def robots(self, host: str) -> None:
        if host == "silent-robots.example":
            return self.silent()
        if host in ROBOTS:
            self.send(200, ROBOTS[host], "text/plain")
        else:
            self.send(503 if host == "no-robots.example" else 404, b"no", "text/plain")

    def send(self, status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, status: int, to: str) -> None:
        self.send(status, b"see there", Location=to)

    def times(self) -> int:
        return self.server.played.counts[self.headers["Host"].partition(":")[0] + self.path]

    def wait(self, seconds: float) -> bool:
        """Waits, but not beyond the end of the test."""
        return not self.server.played.closing.wait(seconds)

    # --- there

    def fine(self):
        self.send(200, page())

    def fine_after_a_cookie(self):
        if "seen=1" in self.headers.get("Cookie", ""):
            self.send(200, page())
        else:
            self.send(302, Location=self.path, Set_Cookie="seen=1; Path=/")

    def other_form(self):
        self.redirect(301, "http://www.pages.example/other-form/")

    def for_now(self):
        self.redirect(302, "/fine")

    def squeezed(self):
        self.send(200, gzip.compress(page()), Content_Encoding="gzip")

    def huge(self):
        self.send(200, page() + b"<p>much</p>" * 200_000)

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(page())
        while self.wait(0):
            self.wfile.write(b"<p>and more</p>" * 1000)

    def octets(self):
        self.send(200, bytes(range(256)) * 10, "application/octet-stream")

    def unchanged(self):
        if self.headers.get("If-None-Match") == '"v1"':
            self.send_response(304)
            self.end_headers()
        else:
            self.send(200, page(), ETag='"v1"')

    def flaky(self):
        self.send(500 if self.times() == 1 else 200, page())

    def busy(self):
        self.send(429, b"slowly", Retry_After="1") if self.times() == 1 else self.send(200, page())

    # --- elsewhere

    def chain(self):
        self.redirect(301, "/chain-2")

    def chain_2(self):
        self.redirect(301, "/new-place")

    def chain_then_for_now(self):
        self.redirect(308, "/chain-3")

    def chain_3(self):
        self.redirect(302, "/fine?session=1")

    def chain_to_missing(self):
        self.redirect(301, "/missing")

    def circle(self):
        self.redirect(302, "/circle-2")

    def circle_2(self):
        self.redirect(302, "/circle")

    def to_file(self):
        self.redirect(302, "file:///etc/passwd")

    def __getattr__(self, name: str):
        if name.startswith("ever_further"):
            return lambda: self.redirect(302, self.path + "-further")
        raise AttributeError(name)

    # --- not there

    def missing(self):
        self.send(404, page("Nothing here"))

    def removed(self):
        self.send(410, page("Removed"))

    def to_home(self):
        self.redirect(302, "/")

    def home(self):
        self.send(200, page("Welcome"))

    def to_error(self):
        self.redirect(302, "/errors/404.html")

    def error_in_words(self):
        self.send(200, page("Page not found - The Daily"))

    def error_in_chinese(self):
        body = "<!doctype html><meta charset=big5><title>日報</title><h1>抱歉，找不到該頁面</h1>"
        self.send(200, body.encode("big5"), "text/html")

    def report_pdf(self):
        self.send(200, page("Reports"))

    # --- not for programs

    def forbidden(self):
        self.send(403, page("Forbidden"))

    def members(self):
        self.redirect(302, "/account/login?next=/members")

    def challenge(self):
        self.send(200, page("Just a moment..."))

    def challenge_503(self):
        self.send(503, page("Please wait"), cf_mitigated="challenge")

    def strict(self):
        self.send(429, b"no", Retry_After="3600")

    # --- not answering

    def broken_host(self):
        self.send(500, page("Error"))

    def empty(self):
        self.send(200, b"")

    def silent(self):
        self.wait(5)

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while self.wait(0.1):
            self.wfile.write(b"x")

    def drip_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while self.wait(0.1):
            self.wfile.write(b"x")

    def drip_error(self):
        self.send_response(500)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while self.wait(0.1):
            self.wfile.write(b"x")

    def senseless(self):
        self.send(503, b"later", Retry_After="soon")

    def bomb(self):
        self.send(200, gzip.compress(page() + b" " * 5_000_000), Content_Encoding="gzip")

    def hangs_up(self):
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def not_http(self):
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        self.close_connection = True


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def server_bind(self):
        TCPServer.server_bind(self)  # HTTPServer would look its own name up
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request, client_address):
        pass  # a client that breaks off is part of the play


@contextmanager
def serving():
    """A server, with and without TLS, while it is needed."""
    played = Server()
    plain, secure = (_Threads(("127.0.0.1", 0), Handler) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        played.shut = unused.getsockname()[1]  # bound, but nobody listens
        for server in (plain, secure):
            server.played = played
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        played.plain, played.secure = plain.server_port, secure.server_port
        try:
            yield played
        finally:
            played.closing.set()
            for server in (plain, secure):
                server.shutdown()
                server.server_close()

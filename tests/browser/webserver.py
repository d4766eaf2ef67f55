"""A folder on a loopback address, as a static host would serve it: under a sub-path, so that an
absolute path shows as broken, compressed, with the site's own 404 page.

To look at a built site:  .venv/bin/python tests/browser/webserver.py site
"""

import contextlib
import functools
import gzip
import mimetypes
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

PREFIX = "/hk-ai/"

TYPES = mimetypes.MimeTypes()  # Python's own table, the same on every system
for ending, kind in {
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".woff2": "font/woff2",
    ".yml": "text/yaml",
}.items():
    TYPES.add_type(kind, ending)
COMPRESSED = ("text/", "application/javascript", "application/json", "+json", "+xml", "application/xml")


@functools.lru_cache(maxsize=2000)
def compress(file: Path, changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open: pages load several times faster

    def __init__(self, root: Path, *args):
        self.root = root
        super().__init__(*args)

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        file = (self.root / path.removeprefix(PREFIX)).resolve()
        inside = path.startswith(PREFIX) and file.is_relative_to(self.root)
        if inside and file.is_dir() and not path.endswith("/"):
            self.answer(301, b"", {"Location": urlsplit(self.path).path + "/"})
            return
        if inside and file.is_dir():
            file /= "index.html"
        if inside and file.is_file():
            self.send_file(200, file)
        elif (self.root / "404.html").is_file():
            self.send_file(404, self.root / "404.html")
        else:
            self.answer(404, b"not found", {"Content-Type": "text/plain"})

    do_HEAD = do_GET

    def send_file(self, status: int, file: Path):
        kind = TYPES.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}
        if any(part in kind for part in COMPRESSED):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                self.answer(status, compress(file, file.stat().st_mtime_ns), headers)
                return
        self.answer(status, file.read_bytes(), headers)

    def answer(self, status: int, body: bytes, headers: dict[str, str]):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args):
        # A browser that leaves a page drops its connections; that is no error
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*args)


@contextlib.contextmanager
def serving(folder: Path, port: int = 0):
    """The address of the folder, for as long as the block lasts."""
    server = Server(("127.0.0.1", port), functools.partial(Handler, Path(folder).resolve()))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with serving(Path(sys.argv[1] if len(sys.argv) > 1 else "site"), 8000) as address:
        print(address)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()

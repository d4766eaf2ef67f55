"""A client of the YAML language server that speaks as an editor does: JSON-RPC over the pipes of a process.

with LanguageServer(program, root, settings) as server:
    file = server.open(path)                     # as it is on disk, or with other text
    file.diagnostics()                           # [{"range": …, "message": …}]
    file.complete(line, column)                  # {label: item}, both counted from 0
    file.hover(line, column)                     # Markdown, or nothing
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path

PATIENCE = 30  # seconds; an answer takes some milliseconds


class LanguageServer:
    """A running server for the folder `root`.

    `program` is the command that starts it, `settings` those of the editor by section,
    `environment` what is added to that of this process.
    """

    def __init__(self, program: list[str], root: Path, settings: dict, environment: dict[str, str]):
        self.settings = settings
        self.process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | environment,
        )
        self.answers: dict[int, dict] = {}
        self.published: dict[str, list[dict]] = {}
        self.changed = threading.Condition()
        self.ended = False
        self.last = 0
        self.opened = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": root.as_uri(),
                "workspaceFolders": [{"uri": root.as_uri(), "name": root.name}],
                "capabilities": {
                    "textDocument": {
                        "completion": {
                            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                        },
                        "hover": {"contentFormat": ["markdown"]},
                        "publishDiagnostics": {},
                    },
                    "workspace": {"configuration": True, "workspaceFolders": True},
                },
            },
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": settings})

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(self, *_) -> None:
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()

    def open(self, path: Path, text: str | None = None) -> OpenFile:
        """The file as an editor has it open, with the text of the disk or another one."""
        if text is None:
            text = path.read_text(encoding="utf-8")
        return OpenFile(self, path.as_uri(), text)

    def request(self, method: str, params: object) -> object:
        """The result that the server answers with; raises RuntimeError where it answers with an error."""
        self.last += 1
        number = self.last
        self._send({"id": number, "method": method, "params": params})
        answer = self.wait_for(lambda: self.answers.pop(number, None), method)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def wait_for(self, condition, what: str):
        """What `condition` gives as soon as it is not None."""
        with self.changed:
            found = []
            ready = self.changed.wait_for(
                lambda: self.ended or (found.append(condition()) or found[-1] is not None), PATIENCE
            )
        if not ready or not found or found[-1] is None:
            raise TimeoutError(f"the language server did not answer: {what}")
        return found[-1]

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = stream.readline()
            self._take(json.loads(stream.read(length)))
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def _take(self, message: dict) -> None:
        if "method" not in message:
            with self.changed:
                self.answers[message["id"]] = message
                self.changed.notify_all()
        elif message["method"] == "textDocument/publishDiagnostics":
            with self.changed:
                self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
                self.changed.notify_all()
        elif "id" in message:  # a question to the editor
            self._send({"id": message["id"], "result": self._answer(message)})

    def _answer(self, question: dict) -> object:
        if question["method"] != "workspace/configuration":
            return None
        return [self.settings.get(item.get("section")) for item in question["params"]["items"]]


class OpenFile:
    """A file that is open in the editor."""

    def __init__(self, server: LanguageServer, uri: str, text: str):
        self.server, self.uri, self.lines = server, uri, text.split("\n")
        server.published.pop(uri, None)
        server.opened += 1  # by URI and version the server knows what it has read before
        document = {"uri": uri, "languageId": "yaml", "version": server.opened, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": document})

    def close(self) -> None:
        self.diagnostics()
        self.server.published.pop(self.uri)
        self.server.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.diagnostics()  # none, for a file that is closed

    def line_of(self, words: str) -> int:
        """The first line that holds these words."""
        return next(number for number, line in enumerate(self.lines) if words in line)

    def diagnostics(self) -> list[dict]:
        """What the server finds wrong, as soon as it has said it."""
        return self.server.wait_for(lambda: self.server.published.get(self.uri), "diagnostics")

    def complete(self, line: int, column: int) -> dict[str, dict]:
        """What is offered at a place, by label."""
        found = self._at("completion", line, column)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def hover(self, line: int, column: int) -> str:
        found = self._at("hover", line, column)
        return found["contents"]["value"] if found else ""

    def _at(self, method: str, line: int, column: int):
        place = {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}}
        return self.server.request(f"textDocument/{method}", place)

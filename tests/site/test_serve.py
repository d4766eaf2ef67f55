"""`make serve` follows every edit: data, templates, the package; and survives bad data."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest


class Served:
    """A copy, served; what it says is in `log`."""

    def __init__(self, folder: Path, process: subprocess.Popen, address: str, log: Path):
        self.folder, self.process, self.address, self.log = folder, process, address, log

    def text(self, path: str) -> str:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(self.address + path, timeout=5) as answer,
        ):
            return answer.read().decode()
        return ""

    def wait(self, what: str, there) -> None:
        """Until `there()` holds. The bound is for a server that is stuck, not a measure of its speed."""
        end = time.monotonic() + 60
        while not there():
            said = self.log.read_text(encoding="utf-8")
            assert self.process.poll() is None, f"the server ended:\n{said}"
            assert time.monotonic() < end, f"{what} did not come within a minute:\n{said}"
            time.sleep(0.1)

    def shows(self, words: str, path: str = "initiatives/tvp/") -> None:
        self.wait(f"'{words}'", lambda: words in self.text(path))

    def says(self, words: str) -> None:
        self.wait(f"'{words}'", lambda: words in self.log.read_text(encoding="utf-8"))


@pytest.fixture
def served(copy, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(copy / "Makefile", encoding="utf-8") as makefile:
        assert "mkdocs serve --livereload" in makefile.read(), (
            "what this test starts is what `make serve` starts"
        )
    log = tmp_path / "log"
    command = [Path(sys.executable).parent / "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    address = f"http://127.0.0.1:{port}/"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            command,
            cwd=copy,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": address, "PYTHONUNBUFFERED": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Served(copy, process, address, log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_every_edit_shows(served):
    served.shows("The ceiling was HK$600,000")
    data, hkai = served.folder / "data/initiatives/tvp.yml", served.folder / "hkai"

    replace(data, "The ceiling was", "The upper limit was")
    served.shows("The upper limit was HK$600,000")

    append(hkai / "templates/entity.md", "\nAt the end of the template.\n")
    served.shows("At the end of the template.")

    append(
        hkai / "convert.py",
        "\n\n_before = to_html\n\n\ndef to_html(page, resolve):\n"
        '    return _before(page, resolve) + "<p>At the end of the package.</p>"\n',
    )
    served.shows("At the end of the package.")

    append(
        hkai / "hooks.py",
        "\n\n_before = on_page_markdown\n\n\ndef on_page_markdown(markdown, page, config, files):\n"
        '    return _before(markdown, page, config, files) + "\\n\\nAt the end of the hooks."\n',
    )
    served.shows("At the end of the hooks.", "guides/embeds/")

    replace(data, "says: The upper limit", "sais: The upper limit")
    served.says("tvp.yml:22:5: no field is called 'sais'; did you mean 'says'?")

    replace(data, "sais: The upper limit", "says: The mended limit")
    served.shows("The mended limit was HK$600,000")
    for place in ("template", "package"):
        served.shows(f"At the end of the {place}.")


def test_hand_written_page_follows_the_data(served):
    served.shows(" end.", "guides/embeds/")
    replace(served.folder / "data/events/2020.yml", "end.'", "the end.'")
    served.shows("the end.", "guides/embeds/")

"""Pages joined from a shell are, byte for byte, those that MkDocs and the theme write themselves."""

from pathlib import Path

from copies import run


def differing(one: Path, other: Path, but: bytes = b"") -> list[str]:
    """The files that are in one folder only, or have other content apart from `but`."""

    def contents(folder: Path) -> dict[str, bytes]:
        files = [file for file in folder.rglob("*") if file.is_file()]
        read = {str(file.relative_to(folder)): file.read_bytes() for file in files}
        return {path: content.replace(but, b"") if but else content for path, content in read.items()}

    found, others = contents(one), contents(other)
    return sorted(path for path in found.keys() | others.keys() if found.get(path) != others.get(path))


def test_shells_change_no_byte(copy):
    for fast in ("true", "false"):
        done = run(copy, "env", f"FAST={fast}", "mkdocs", "build", "--strict", "--site-dir", fast)
        assert done.returncode == 0, done.stdout
    assert (copy / "true/players/index.html").read_text().count("</html>") == 1
    assert differing(copy / "true", copy / "false") == []

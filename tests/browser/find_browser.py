"""Find Chromium or Chrome for the browser tests and print where it is.

With --install, also install what is missing (browser, Chinese font, a library of the driver): from
Debian's or Ubuntu's packages where this user may, else the browser from Playwright's own download.
The browser tests are never skipped: what cannot be found or installed ends with exit status 1 and
says what to do.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    *(
        os.path.join(os.environ.get(variable, ""), r"Google\Chrome\Application\chrome.exe")
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    ),
]
HELP = """\
The browser tests need {missing}. Install:
  Debian, Ubuntu   apt install chromium fonts-noto-cjk libatomic1
  Fedora           dnf install chromium google-noto-sans-cjk-fonts libatomic
  macOS, Windows   Google Chrome
or name a browser that is installed elsewhere in the environment variable HKAI_BROWSER."""


def find_browser() -> str | None:
    if named := os.environ.get("HKAI_BROWSER"):
        if path := shutil.which(named):
            return path
        sys.exit(f"HKAI_BROWSER={named} is not a program")
    for candidate in [*NAMES, *PLACES]:
        path = shutil.which(candidate)
        if path and runs(path):
            return path
    return find_download()


def runs(path: str | Path) -> bool:
    """Ubuntu's chromium-browser may be a mere hint to install something else."""
    if sys.platform == "win32":  # there, --version opens a window
        return True
    return subprocess.run([path, "--version"], capture_output=True).returncode == 0


def find_download() -> str | None:
    """What `playwright install chromium` once downloaded; asked in a process that may fail."""
    ask = "from playwright.sync_api import sync_playwright as s; print(s().start().chromium.executable_path)"
    path = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.strip()
    return path if path and Path(path).exists() and runs(path) else None


def has_chinese_font() -> bool:
    if not sys.platform.startswith("linux") or not shutil.which("fc-list"):
        return True  # macOS and Windows have one; elsewhere test_infrastructure.py looks at the glyphs
    return bool(subprocess.check_output(["fc-list", ":lang=zh-hk"]))


def driver_runs() -> bool:
    """Playwright's driver is a Node.js that a bare Linux may lack a library for."""
    return runs(Path(find_spec("playwright").origin).parent / "driver" / "node")


# What the tests need: package in Debian and Ubuntu, words for it, whether it is there
NEEDED = {
    "libatomic1": ("the library libatomic", driver_runs),
    "chromium": ("Chromium or Chrome", find_browser),
    "fonts-noto-cjk": ("a font with Chinese characters", has_chinese_font),
}


def missing() -> list[str]:
    return [package for package, (_, is_there) in NEEDED.items() if not is_there()]


def explain(packages: list[str]) -> str:
    return HELP.format(missing=" and ".join(NEEDED[package][0] for package in packages))


def install(packages: list[str]) -> None:
    """Try the ways there are; whether one worked, the caller sees by looking again."""
    print(f"Installing {', '.join(packages)} for the browser tests (once) ...", file=sys.stderr)
    as_root = become_root()
    if as_root is not None and shutil.which("apt-get"):
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        apt += ["-o", "DPkg::Lock::Timeout=120"]  # another installation may be running
        quietly([*apt, "update"])
        for package in packages:  # one by one: not every Ubuntu has chromium
            quietly([*apt, "install", "-y", "--no-install-recommends", package])
    if "chromium" in packages and not find_browser():
        libraries = [] if as_root is None else ["--with-deps"]
        quietly([sys.executable, "-m", "playwright", "install", *libraries, "chromium"])


def become_root() -> list[str] | None:
    """What to put before a command to run it as root; None if this user may not."""
    if not sys.platform.startswith("linux"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        return ["sudo", "-n"]
    return None


def quietly(command: list[str]) -> None:
    """Show the output of a command, the end of it, only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(f"{' '.join(command)} failed:", *done.stdout.splitlines()[-8:], sep="\n", file=sys.stderr)


def main() -> None:
    if "--install" in sys.argv[1:] and (packages := missing()):
        install(packages)
        if others := [package for package in missing() if package not in packages]:
            install(others)  # only with a browser's libraries is there a list of fonts to look at
    if packages := missing():
        sys.exit(explain(packages))
    print(find_browser())


if __name__ == "__main__":
    main()

"""What MkDocs runs, twice: as a hook, and as the module of mkdocs-macros-plugin. The work is in `hkai/hooks.py`.

MkDocs keeps this file while serving, so nothing is done here but to hand over: an edit of the
package or of its templates counts from the next rebuild on.
"""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parent


def _module(name):
    """A module of the package beside this file."""
    # Not once for all: MkDocs takes back what is added to the path while it loads this file
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(name)


def _hooks():
    """The hooks of the package as it is on disk now."""
    newest = max(
        path.stat().st_mtime_ns
        for path in (ROOT / "hkai").rglob("*.*")
        if path.suffix in (".py", ".md", ".html", ".yml")
    )
    package = sys.modules.get("hkai")
    if package is not None and getattr(package, "edited", newest) != newest:
        for name in [name for name in sys.modules if name.partition(".")[0] == "hkai"]:
            del sys.modules[name]
    _module("hkai").edited = newest
    return _module("hkai.hooks")


_on_demand = None


def on_startup(command, dirty):
    global _on_demand
    if command == "serve":  # the server outlives an edit of the package, and so does what it asks
        _on_demand = _module("hkai.speed.serve").OnDemand()


def on_config(config):
    return _hooks().on_config(config, _on_demand)


def on_serve(server, config, builder):
    return sys.modules["hkai.hooks"].on_serve(server, config, builder)


def on_pre_build(config):
    sys.modules["hkai.hooks"].on_pre_build(config)


def on_files(files, config):
    return sys.modules["hkai.hooks"].on_files(files, config)


def on_nav(nav, config, files):
    return sys.modules["hkai.hooks"].on_nav(nav, config, files)


def on_page_markdown(markdown, page, config, files):
    return sys.modules["hkai.hooks"].on_page_markdown(markdown, page, config, files)


def on_env(env, config, files):
    return sys.modules["hkai.hooks"].on_env(env, config, files)


def on_page_context(context, page, config, nav):
    return sys.modules["hkai.hooks"].on_page_context(context, page, config, nav)


def on_post_build(config):
    sys.modules["hkai.hooks"].on_post_build(config)


def define_env(env):
    _hooks().define_env(env)

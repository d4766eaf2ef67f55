"""real, small   the site of data/, and that of the golden corpus
nasty         the site of a corpus of texts that try to be more than text
made          made(site, "tables") gives the files of one module of hkai.export, by path
"""

import importlib
from functools import cache
from pathlib import Path

import pytest
from export.corpora import ADDRESS, ROOT, nasty_site

from hkai.site import Site, site


@pytest.fixture(scope="session")
def real() -> Site:
    return site(ROOT)


@pytest.fixture(scope="session")
def small() -> Site:
    return site(ROOT / "tests" / "golden_corpus")


@pytest.fixture(scope="session")
def nasty(tmp_path_factory) -> Site:
    return nasty_site(tmp_path_factory.mktemp("nasty"))


@pytest.fixture(scope="session")
def made():
    @cache
    def files(name: str, root: Path) -> dict[str, bytes]:
        return dict(importlib.import_module(f"hkai.export.{name}").files(site(root), ADDRESS))

    return lambda of, name: files(name, of.corpus.root)

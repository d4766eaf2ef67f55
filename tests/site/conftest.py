"""copy          a copy of the sources with the golden corpus as data, built, for one test to change
golden_site   the site of such a copy, with edit links, for tests that only look
"""

import shutil

import pytest
from copies import build, copy_site


@pytest.fixture(scope="session")
def _built(tmp_path_factory):
    folder = copy_site(tmp_path_factory.mktemp("golden"))
    build(folder)
    return folder


@pytest.fixture(scope="session")
def golden_site(_built):
    return _built / "site"


@pytest.fixture
def copy(_built, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(_built, folder, symlinks=True)
    return folder

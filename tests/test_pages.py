"""Paths of pages as seen from each other."""

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from hkai.pages import relative

NAMES = st.lists(st.sampled_from(["a", "b", "ab", "c.md", "數"]), max_size=4).map("/".join)


@given(NAMES, NAMES)
def test_relative_as_the_standard_library_has_it(path, folder):
    assert relative(path, folder) == posixpath.relpath("/" + path, "/" + folder)

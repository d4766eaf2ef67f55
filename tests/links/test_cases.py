"""Every case of the played server: fetched over the network and judged."""

import pytest
from links.server import CASES

from hkai.links.judge import judge


@pytest.mark.parametrize("url", CASES)
def test_case(fetch_case, url):
    kind, reason = CASES[url]
    verdict = judge(fetch_case(url))
    assert verdict.kind == kind, verdict
    assert reason in verdict.reason

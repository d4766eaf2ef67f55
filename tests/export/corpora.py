"""Where the corpora of these tests are, and one whose every text is an attempt: markup, a formula, an end of something."""

import json
from pathlib import Path

import corpus
from corpus import CHALLENGE, EVENTS, METRIC, PLAYER, POLICY, SOURCES, VALID

from hkai.site import Site, site

ROOT = Path(__file__).parents[2]
ADDRESS = "https://hkai.test/hk-ai/"
TEXTS = [
    "]]> <![CDATA[ <!-- --> <?php ?>",
    '""" \'\'\' \\" \\n \\u0000 \\',
    "=HYPERLINK(1),2",
    "+1;-1|@x",
    "'=already",
    'a, "b"\n=c',
    "@prefix x: <y> . } ; # ^^<z>@en",
    "'; DROP TABLE facts; -- \" ` [x] %s {0} {{ y }} $z",
    "</script><b>&amp;&lt; é ﷽ 𠮷 🏳 ﬁ",
    "－１ ＝Ａ１",
]
"""What a text may hold, as far as the loader lets it: no control characters, no blank ends."""

FORMULA, MARKUP, QUOTES, TURTLE = TEXTS[2], TEXTS[0], TEXTS[7], TEXTS[6]


def nasty_site(folder: Path) -> Site:
    """The site of a valid corpus that has every text as a fact, and some of them wherever there is text."""

    def changed(name: str, changes: dict[str, str]) -> str:
        content = VALID[name]
        for old, new in changes.items():
            assert old in content, (name, old)
            content = content.replace(old, json.dumps(new, ensure_ascii=False))  # a scalar of YAML, too
        return content

    player = changed(
        PLAYER,
        {
            "A company that makes language models.": FORMULA,
            "Its revenue for 2024 was HK$30 million.": QUOTES,
            "When was it founded?": TURTLE,
            "The article may mean the first product.": MARKUP,
            "It is not known whether it still trades.": FORMULA,
            '"Harbour AI: a start-up of the university"': QUOTES,
        },
    )
    said = [json.dumps(text, ensure_ascii=False) for text in TEXTS]
    names = f"place: {said[9]}\nlisted: {said[3]}\naka: [{said[2]}, {said[7]}, {said[0]}]"
    player = player.replace("aka: [HAI]", names)
    facts = "".join(
        f"  nasty-{n}: {{says: {text}, note: {text}, as_of: undated, sources: [gazette-fund]}}\n"
        for n, text in enumerate(said)
    )
    changes = {
        PLAYER: player.replace("disagreements:\n", f"{facts}disagreements:\n"),
        CHALLENGE: changed(
            CHALLENGE, {"Chip shortage": MARKUP, "The waiting time was nine months in 2024.": TURTLE}
        ),
        POLICY: changed(POLICY, {"A law on models.": QUOTES}),
        EVENTS: changed(EVENTS, {"The [[compute-fund]] opens.": MARKUP}),
        METRIC: changed(METRIC, {"Computing power": QUOTES, "petaflops": FORMULA}),
        SOURCES: changed(SOURCES, {"Compute Fund opens": TURTLE}),
    }
    made = site(corpus.write(folder, changes))
    assert made.corpus.problems == []
    return made

"""The cases as a file of sources."""


def source_file(urls) -> str:
    """A file of sources with these addresses; the address of number n stands on line 3 + 7 n."""
    lines = ["sources:\n"]
    for number, url in enumerate(urls):
        lines.append(
            f"  case-{number}:\n    url: {url}\n    title: Case {number}\n    publisher: The Gazette\n"
            f'    accessed: "2026-10-05"\n    language: en\n    kind: press\n'
        )
    return "".join(lines)


CASES_FILE = "sources/cases.yml"

"""What stands below the options in the help of a command."""

from __future__ import annotations


def epilog(examples: str, statuses: str) -> str:
    """Examples, line by line as they are, then what each exit status means."""
    lines = "".join(f"  {line}\n" for line in examples.splitlines())
    return f"\b\nExamples:\n{lines}\nExit status: {statuses}"

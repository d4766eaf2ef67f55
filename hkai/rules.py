"""The rules of `hkai check` for readers: what each wants, why, and an example of it broken and kept."""

from __future__ import annotations

import inspect
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from hkai.edit.help import epilog
from hkai.findings import did_you_mean

_TEXTS = Path(__file__).parent / "templates" / "rules.yml"


@dataclass(frozen=True)
class Rule:
    """A rule, and an example of it: what to write into `file`, and what not.

    `right` and `wrong` stand in place of `instead_of` in the corpus of the tests, or are the whole
    of a file that is not there. `wrong_file` is where the wrong text would stand.
    """

    name: str
    group: str
    wants: str
    why: str
    file: str
    right: str
    wrong: str
    instead_of: str
    wrong_file: str
    hint: bool = False

    def __str__(self) -> str:
        """The rule as the command prints it."""
        advice = " (a hint: it fails no check)" if self.hint else ""
        return "\n\n".join(
            [
                f"{self.name}{advice}",
                self.wants,
                self.why,
                f"Wrong, in data/{self.wrong_file}:",
                _indented(self.wrong),
                "Right:" if self.file == self.wrong_file else f"Right, in data/{self.file}:",
                _indented(self.right),
            ]
        )


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its name, in the order of the handbook."""
    import yaml

    from hkai.check import HINTS, RULES, rule_name

    stated = {
        rule_name(rule): (inspect.cleandoc(rule.__doc__ or ""), rule in HINTS) for rule in (*RULES, *HINTS)
    }
    groups = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    described = {}
    for group, texts in groups.items():
        for name, text in texts.items():
            wants, hint = stated.get(name, (text.get("wants", ""), False))
            right = text["right"].rstrip("\n")
            described[name] = Rule(
                name=name,
                group=group,
                wants=wants,
                why=text["why"],
                file=text["file"],
                right=right,
                wrong=text.get("wrong", right).rstrip("\n"),
                instead_of=text.get("instead_of", right).rstrip("\n"),
                wrong_file=text.get("wrong_file", text["file"]),
                hint=hint,
            )
    return described


def rules_markdown() -> str:
    """The rules as a part of a page of the handbook: a heading for each, under the heading of its group."""
    parts, group = [], None
    for rule in rules().values():
        if rule.group != group:
            group = rule.group
            parts.append(f"## {group}")
        right = "Right" if rule.file == rule.wrong_file else f"Right, in `data/{rule.file}`"
        parts += [
            f"### {rule.name} {{#{rule.name}}}",
            _strong_first(rule.wants),
            rule.why,
            f"Wrong, in `data/{rule.wrong_file}`:",
            f"```yaml\n{rule.wrong}\n```",
            f"{right}:",
            f"```yaml\n{rule.right}\n```",
        ]
    return "\n\n".join(parts)


def _strong_first(words: str) -> str:
    """The first paragraph in bold: it is the rule; the others say how it is meant."""
    first, *others = words.split("\n\n")
    return "\n\n".join([f"**{first}**", *others])


def handbook() -> str:
    """Where the rules are explained: on the site, by its address where that is known."""
    address = os.environ.get("SITE_URL")
    return (
        f"{address.rstrip('/')}/contribute/rules/"
        if address
        else "contribute/rules/ of the site (make serve)"
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


@click.command(
    name="rule",
    short_help="Explain a rule of `hkai check`.",
    epilog=epilog(
        """\
hkai rule                  every rule, a line each
hkai rule orphan-source    one, with an example wrong and right""",
        "0 explained; 2 no rule of this name.",
    ),
)
@click.argument("name", required=False)
def rule_command(name: str | None) -> None:
    """Explain the rule NAME of `hkai check`: what it wants, why, an example wrong and right.

    NAME is what stands in brackets at the end of a message. Without it, all rules are listed.
    """
    known = rules()
    name = name and name.strip("[]")
    if name is None:
        width = max(map(len, known))
        for rule in known.values():
            click.echo(f"{rule.name:{width}}  {rule.wants.splitlines()[0]}")
    elif name in known:
        click.echo(known[name])
    else:
        raise click.BadParameter(f"no rule is called '{name}'{did_you_mean(name, known)}", param_hint="NAME")

"""The examples of the model as a contributor would write them."""

from __future__ import annotations

import math
import re

import yaml


def as_yaml(value: object) -> str:
    """A value in the form of the data files: leaves in brackets, double quotes, no line broken."""
    text = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=math.inf
    )
    return text.removesuffix("...\n").rstrip("\n")


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}")  # text for YAML, but dates of any precision are quoted


class _Dumper(yaml.SafeDumper):
    pass


def _quoted_where_needed(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    try:
        plain = yaml.safe_load(text) == text and not _DATE.fullmatch(text)
    except yaml.YAMLError:
        plain = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _quoted_where_needed)

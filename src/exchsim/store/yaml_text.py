"""YAML as people write it: in the order of the content, numbers without needless digits."""

from __future__ import annotations

from typing import Any

import yaml


def yaml_text(content: Any) -> str:
    """YAML in the order of the content, short mappings on one line."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Numbers without needless digits."""


def _number(dumper: yaml.SafeDumper, value: float) -> Any:
    text = f"{value:.10g}"
    whole = text.lstrip("-").isdigit()
    return dumper.represent_scalar("tag:yaml.org,2002:int" if whole else "tag:yaml.org,2002:float", _with_point(text))


def _with_point(text: str) -> str:
    """YAML 1.1 takes 1e-05 for text."""
    mantissa, e, exponent = text.partition("e")
    return text if not e or "." in mantissa else f"{mantissa}.0e{exponent}"


_Dumper.add_representer(float, _number)

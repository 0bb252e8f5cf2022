"""From text to plain values (lists, mappings, text, whole numbers, yes or no, nothing), and where each stands.

YAML is never given to a constructor: its nodes are read one by one, so that no tag makes anything. Aliases are refused,
because a few lines of them unfold into gigabytes; so are deep nesting and keys that stand twice, of which YAML keeps
the last without a word.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from assessments.instruments.problems import InstrumentRefused, Path, Problem

LARGEST = 500_000
"""Bytes of UTF-8."""
DEEPEST = 12
MOST_NODES = 20_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_TEXTS = frozenset({"str", "timestamp", "value", "float", "int"})
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


@dataclass
class Tree:
    """What was read. `lines` counts from 1 and is empty for JSON; `problems` were found on the way."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def parse(text: str) -> Tree:
    """Raises InstrumentRefused where nothing can be read at all."""
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise _refused(f"it is larger than {LARGEST // 1000} kB. An instrument has no need of so much: shorten it.")
    if not text.strip():
        raise _refused("it is empty. Choose the file of an instrument.")
    return _parse_json(text) if text.lstrip().startswith("{") else _parse_yaml(text)


def _refused(said: str) -> InstrumentRefused:
    return InstrumentRefused((f"the file: {said}",))


TOO_MANY = f"it holds more than {MOST_NODES} values. An instrument has no need of so many."
TOO_DEEP = f"it is nested more than {DEEPEST} levels deep, which no instrument is. Take the inner levels out."


def _parse_json(text: str) -> Tree:
    tree = Tree()

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counted = Counter(name for name, _ in pairs)
        tree.problems += [Problem((), _doubled(name)) for name, count in counted.items() if count > 1]
        return dict(pairs)

    try:
        data = json.loads(text, object_pairs_hook=once)
    except RecursionError:
        raise _refused(TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise InstrumentRefused((f"the file (line {error.lineno}): it is not JSON: {error.msg}.",)) from None
    except ValueError:
        raise _refused("a number in it is too long to be read. Write it shorter.") from None
    _measure(data)
    tree.data = _stripped(data)
    return tree


def _measure(data: Any) -> None:
    """Refuse what is nested too deep or holds too much, without recursion."""
    depth, values, level = 0, 0, [data]
    while level:
        depth, values = depth + 1, values + len(level)
        if depth > DEEPEST + 1:
            raise _refused(TOO_DEEP)
        if values > MOST_NODES:
            raise _refused(TOO_MANY)
        level = [inner for outer in level for inner in _inside(outer)]


def _inside(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return list(data.values())
    return data if isinstance(data, list) else []


def _stripped(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _stripped(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_stripped(value) for value in data]
    return data.strip() if isinstance(data, str) else data


def _parse_yaml(text: str) -> Tree:
    tree = Tree()
    try:
        _look_for_bombs(yaml.parse(text, Loader=_LOADER))
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f" (line {mark.line + 1})" if mark else ""
        raise InstrumentRefused((f"the file{at}: it is not YAML: {error.problem or 'it cannot be read'}.",)) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _refused("it holds characters that YAML does not allow. Save it as plain text in UTF-8.") from None
    tree.data = _value(node, (), tree)
    return tree


def _look_for_bombs(events: Iterator[Any]) -> None:
    """Before anything is composed; the parser gives its events one by one."""
    depth, nodes = 0, 0
    for event in events:
        _refuse_alias(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEEPEST:
            raise _refused(TOO_DEEP)
        if nodes > MOST_NODES:
            raise _refused(TOO_MANY)


def _refuse_alias(event: Any) -> None:
    if getattr(event, "anchor", None) is not None:
        line = event.start_mark.line + 1
        said = "anchors and aliases (& and *) are not read. Write out what is meant, each time."
        raise InstrumentRefused((f"the file (line {line}): {said}",))


def _value(node: Any, path: Path, tree: Tree) -> Any:
    tree.lines[path] = node.start_mark.line + 1 if node is not None else 1
    if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAG}map":
        return _mapping(node, path, tree)
    if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
        return [_value(inner, (*path, number), tree) for number, inner in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, tree)
    tree.problems.append(Problem(path, "tags (! and !!) are not read. Take them out."))
    return None


def _mapping(node: Any, path: Path, tree: Tree) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name in found:
            line = key.start_mark.line + 1
            tree.problems.append(Problem(path, f"{_doubled(name)} It stands again in line {line}."))
        found[name] = _value(value, (*path, name), tree)
    return found


def _doubled(name: str) -> str:
    return f"“{name[:60]}” stands twice. Keep one of them."


def _scalar(node: Any, path: Path, tree: Tree) -> Any:
    """Numbers other than whole decimal ones, and days, stay the text that they are."""
    kind = node.tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() in ("yes", "true", "on")
    if kind == "int" and _WHOLE.fullmatch(node.value):
        return int(node.value)
    if kind not in _TEXTS:
        tree.problems.append(Problem(path, "tags (! and !!) are not read. Take them out."))
    return node.value.strip()

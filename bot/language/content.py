"""Content files: YAML checked against a JSON Schema; the messages say where a fault is and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

_TEXT = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_BOOL = "tag:yaml.org,2002:bool"

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "number": "a number",
    "object": "a group of named fields",
    "string": "text",
}
_BOUNDS = {
    "maximum": "must be {} or less",
    "maxItems": "may have {} entries at most",
    "maxLength": "may have {} characters at most",
    "minimum": "must be {} or more",
    "minItems": "needs {} or more entries",
    "minLength": "needs {} or more characters",
    "minProperties": "needs {} or more fields",
}
_YAML_HINTS = {
    "mapping values are not allowed": "a text with a colon and a space in it needs quotes",
    "tab character": "indent with spaces, not tabs",
    "cannot start any token": "indent with spaces, not tabs; a text that starts with @, % or ` needs quotes",
    "unexpected end of stream": "a quotation mark that opens here is never closed",
}


class _Loader(yaml.CSafeLoader):
    """The safe loader, but a date stays text, as JSON Schema knows no dates; and so do yes, no, on and off."""

    yaml_implicit_resolvers = {  # noqa: RUF012  (PyYAML's own name and shape)
        letter: [resolver for resolver in resolvers if resolver[0] not in (_TIMESTAMP, _BOOL)]
        for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOL, re.compile("true|false"), ["t", "f"])


@dataclass(frozen=True)
class Problem:
    """One fault of a content file; `line` counts from 1."""

    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        here = Path.cwd()
        path = self.path.relative_to(here) if self.path.is_relative_to(here) else self.path
        return f"{path.as_posix()}, line {self.line}: {self.problem}"


class ContentError(ValueError):
    """Content that cannot be used: all its `problems`, and `path`, `line` and `problem` of the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        self.path = self.problems[0].path
        self.line = self.problems[0].line
        self.problem = self.problems[0].problem
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Document:
    """A content file that was read: its value, and where in the file each part of it stands.

    A *place* is the way to a part: `("services", 3, "needs", 0)`.
    """

    path: Path
    value: Any
    node: yaml.Node | None

    def problem(self, message: str, *place: str | int) -> Problem:
        """A problem with the part at this place, for a check that a schema cannot make."""
        found, _ = self._find(place)
        return Problem(self.path, found.start_mark.line + 1 if found else 1, message)

    def written(self, *place: str | int) -> str | None:
        """A single value in the characters of the file (`2021` or `no`), None for a list or group."""
        _, value = self._find(place)
        return value.value if isinstance(value, yaml.ScalarNode) else None

    def _find(self, place: Sequence[str | int]) -> tuple[yaml.Node | None, yaml.Node | None]:
        """A field's name or a list's entry, and its value; what stands around it if it is missing."""
        found = value = self.node
        for step in place:
            if isinstance(value, yaml.MappingNode):
                # Merged fields (<<) come first in the node, so the last of a name is the one that counts.
                pair = next(((key, held) for key, held in reversed(value.value) if key.value == step), None)
                if pair is None:
                    break
                found, value = pair
            elif isinstance(value, yaml.SequenceNode) and isinstance(step, int):
                found = value = value.value[step]
        return found, value


def read(path: Path, schema: Mapping[str, Any]) -> Any:
    """The value of a YAML file that fits a JSON Schema (draft 2020-12). The schema `{}` allows anything.

    Raises `ContentError` with every problem of the file, in the order of its lines.
    """
    return read_document(path, schema).value


def read_document(path: Path, schema: Mapping[str, Any]) -> Document:
    """As `read`, with the line numbers kept for checks that a schema cannot make."""
    document = _parse(path)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    problems: set[Problem] = set()
    for error in validator.iter_errors(document.value):
        problems.update(_problems(document, _Fault.of(error)))
    if problems:
        raise ContentError(sorted(problems, key=_line_first))
    return document


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'sleep'?` for a word that is nearly one of the known ones, else nothing."""
    close = get_close_matches(word, [str(entry) for entry in known], n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def _line_first(problem: Problem) -> tuple[int, str]:
    return problem.line, problem.problem


def _parse(path: Path) -> Document:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        loader = _Loader(text)
        node = loader.get_single_node()
        faults = list(_key_problems(path, node, set()))
        if faults:
            raise ContentError(sorted(faults, key=_line_first))
        return Document(path, loader.construct_document(node) if node else None, node)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(path, line, "a character is not UTF-8: save the file as UTF-8")
        raise ContentError([problem]) from error
    except yaml.YAMLError as error:
        raise ContentError([_yaml_problem(path, text, error)]) from error


def _yaml_problem(path: Path, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        # An open quotation mark is found at the end of the file; where it opens is what must be mended.
        mark = error.context_mark if "quoted" in (error.context or "") else error.problem_mark
        reason = error.problem or ""
        hint = next((f" ({hint})" for words, hint in _YAML_HINTS.items() if words in reason), "")
        return Problem(path, (mark or error.problem_mark).line + 1, f"cannot be read as YAML: {reason}{hint}")
    line = text.count("\n", 0, getattr(error, "position", 0)) + 1
    return Problem(path, line, "cannot be read as YAML: it has a character that does not print")


def _key_problems(path: Path, node: yaml.Node | None, seen: set[int]) -> Iterator[Problem]:
    """Field names that YAML would lose (given twice) or turn into something else (`7:` into a number)."""
    if not isinstance(node, yaml.CollectionNode) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _key_problems(path, entry, seen)
        return
    first: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag not in (_TEXT, _MERGE):
            name = key.value if isinstance(key, yaml.ScalarNode) else "this field name"
            yield Problem(path, line, f'a field name must be text: put it in quotes, "{name}"')
        elif key.value in first:
            yield Problem(path, line, f"'{key.value}' stands here twice, first on line {first[key.value]}")
        else:
            first[key.value] = line
        yield from _key_problems(path, value, seen)


@dataclass(frozen=True)
class _Fault:
    """What the schema found: the rule that failed, what it asks for, and the value that breaks it."""

    rule: str
    wanted: Any
    value: Any
    schema: Any
    place: tuple[str | int, ...]
    is_name: bool
    message: str

    @classmethod
    def of(cls, error: ValidationError) -> _Fault:
        error = best_match([error]) or error  # of "none of these forms" keep the form that nearly fits
        return cls(
            rule=str(error.validator),
            wanted=error.validator_value,
            value=error.instance,
            schema=error.schema,
            place=tuple(error.absolute_path),
            is_name="propertyNames" in error.absolute_schema_path,
            message=error.message,
        )

    @property
    def name(self) -> str:
        """What the officer calls the part that is wrong: 'standing', or entry 2 of 'needs'."""
        field = next((step for step in reversed(self.place) if isinstance(step, str)), None)
        of_field = f" of '{field}'" if field else ""
        last = self.place[-1] if self.place else "the file"
        if isinstance(last, int):
            return f"entry {last + 1}{of_field}"
        return f"'{last}'" if self.place else last


def _problems(document: Document, fault: _Fault) -> Iterator[Problem]:
    """A fault as problems: one for each field where it is about several."""
    if fault.rule == "additionalProperties":
        for field, message in _unknown_fields(fault):
            yield document.problem(message, *fault.place, field)
    elif fault.rule == "required":
        of_entry = f" from '{fault.value['id']}'" if "id" in fault.value else ""
        for field in fault.wanted:
            if field not in fault.value:
                yield document.problem(f"'{field}' is missing{of_entry}", *fault.place)
    elif fault.is_name:
        message = f"'{fault.value}' may not be a name here{_description(fault)}"
        yield document.problem(message, *fault.place, fault.value)
    else:
        yield document.problem(_explain(fault, document.written(*fault.place)), *fault.place)


def _unknown_fields(fault: _Fault) -> Iterator[tuple[str, str]]:
    known = fault.schema.get("properties", {})
    patterns = fault.schema.get("patternProperties", {})
    for field in fault.value:
        if field not in known and not any(re.search(pattern, field) for pattern in patterns):
            yield field, f"'{field}' is not a known field{suggestion(field, known)}"


def _explain(fault: _Fault, written: str | None) -> str:
    if fault.rule == "enum":
        allowed = ", ".join(map(str, fault.wanted))
        near = suggestion(str(fault.value), fault.wanted)
        return f"'{fault.value}' is not allowed for {fault.name}; write one of: {allowed}{near}"
    if fault.rule == "type":
        return f"{fault.name} must be {_type_words(fault.wanted)}{_instead(fault, written)}"
    if fault.rule in ("pattern", "format"):
        return f"'{fault.value}' does not fit {fault.name}{_description(fault)}"
    if fault.rule == "uniqueItems":
        return f"{fault.name} holds the same entry twice"
    if fault.rule in _BOUNDS:
        return f"{fault.name} {_BOUNDS[fault.rule].format(fault.wanted)}"
    return f"{fault.name}: {fault.message}"


def _description(fault: _Fault) -> str:
    return f": {fault.schema.get('description', f'the pattern is {fault.wanted}')}"


def _type_words(wanted: str | Sequence[str]) -> str:
    return " or ".join(_TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted))


def _instead(fault: _Fault, written: str | None) -> str:
    if fault.value is None:
        return ", but nothing is written"
    if "string" in fault.wanted and written is not None:
        return f': put it in quotes, "{written}"'
    return f", not '{written}'" if written is not None else ""

"""What a source file may not do with people's text and with files, each as a function over a file.

A rule gives the lines that break it. `tests/test_doors.py` runs all of them over the program, and
over a planted sample each, so that none of them can go blind.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

CONTENT = ("Content", "Text")
"""What widgets take without reading markup in it."""

WIDGETS = {"Footer", "Input", "Static", "TextArea"}
"""Textual's widgets that are used. Each other one reads markup somewhere: in cells, labels,
titles or prompts. Whoever needs one adds it here together with a rule for its texts."""

TITLES = ("border_title", "border_subtitle", "tooltip")

PRINTING = {
    "console/cli/streams.py": "the door out",
    "console/cli/asking.py": "prompts of its own; what was typed is cleaned before it is shown",
    "console/terminal.py": "one sentence of its own after a crash, and what restores a terminal",
    "console/writer.py": "what Textual has drawn, behind the guard",
    "console/mini/terminal.py": "the door out of the line: cells of `harmless` text, and modes",
    "console/plain/loop.py": "prompts of its own words",
    "console/standing.py": "the first frame: drawn of cleaned words",
}
ENVIRONMENT = {
    "console/places.py": "the door in",
    "console/config.py": "settings; every value is checked against what it may be",
    "console/moment.py": "a moment, parsed",
    "console/templates.py": "a folder",
    "console/terminal.py": "what the terminal is",
    "console/zone.py": "a zone, which has to be one that is known",
    "console/widgets/glyphs.py": "what the terminal can draw",
    "console/__main__.py": "the words of the command line, handed on",
    "console/arriving.py": "whether there are variables of SSH",
    "console/cli/capture.py": "what the terminal is",
    "console/cli/doctor.py": "what is examined; what is told of it is cleaned by the door out",
    "console/cli/options.py": "a switch that is 1 or is not",
    "console/cli/room.py": "what the terminal is",
    "console/kinds.py": "what the terminal is",
    "console/mini/terminal.py": "what the terminal is",
    "console/plainly.py": "what the terminal can show",
    "console/splash.py": "what the terminal is, and a look, which has to be one that is known",
}
WRITING = {
    "store/journal/files.py": "the door: no links, plain files, modes",
    "store/exchange/files.py": "what is handed out: new files only, whole or not at all",
    "console/copying.py": "copies that replace their former selves",
    "console/crash.py": "a note on a fault, new, 0600",
    "console/compiled.py": "compiled code beside the byte-code, as Python writes that",
    "console/trains.py": "the name of the current train, beside and renamed",
    "console/moment.py": "the clock of a demo, new",
    "console/cli/streams.py": "the null device",
    "console/cli/template.py": "a copy of a template, new",
}
HTML = {"store/exchange/html.py", "store/exchange/svg.py", "store/exchange/svg_parts.py"}


@dataclass(frozen=True)
class Source:
    """One file of source: its name from the root of the repository, and its text."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    @property
    def imports(self) -> Iterator[tuple[int, str, set[str]]]:
        """Line, module and names of every import."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, set()) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, node.module or "", {alias.name for alias in node.names}

    @property
    def assigned(self) -> Iterator[tuple[ast.expr, ast.expr]]:
        """Targets with what they are given."""
        for node in self.nodes:
            if isinstance(node, ast.Assign):
                yield from ((target, node.value) for target in node.targets)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                yield node.target, node.value

    @cached_property
    def gives_content(self) -> set[str]:
        """Functions of the file that say they return `Content`."""
        return {
            node.name
            for node in self.nodes
            if isinstance(node, ast.FunctionDef) and _last(node.returns) in CONTENT
        }


Rule = Callable[[Source], Iterable[int]]


def _last(value: ast.expr | None) -> str:
    """The last name of an expression: `notify` of `app.notify`."""
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    return _last(call.func)


def _whole(value: ast.expr) -> str:
    """A dotted name as written: `os.write`."""
    return ast.unparse(value) if isinstance(value, ast.Attribute | ast.Name) else ""


def _root(value: ast.expr) -> str:
    """The first name of an expression: `Content` of `Content("a").join(lines)`."""
    while isinstance(value, ast.Call | ast.Attribute):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else ""


def _option(call: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None)


def _is_false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def is_content(value: ast.expr, source: Source) -> bool:
    """None, a call of `Content` or `Text` or of something in the file that returns one, or a name
    that is never given anything else."""
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, ast.Call):
        return called(value) in source.gives_content or _root(value) in CONTENT
    name = _last(value)
    given = [found for target, found in source.assigned if name and _last(target) == name]
    return bool(given) and all(isinstance(g, ast.Call) and is_content(g, source) for g in given)


# -- markup


def escapes_markup(source: Source) -> Iterator[int]:
    """Escaping is forgotten once, and then it is an injection; and it does not work."""
    for line, module, names in source.imports:
        if module in ("rich.markup", "textual.markup") or names & {"escape_markup"}:
            yield line
        if module in ("rich", "textual") and "markup" in names:
            yield line
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and _whole(node).endswith("markup.escape"):
            yield node.lineno


def builds_markup(source: Source) -> Iterator[int]:
    """Markup made of values; constants alone are the program's own."""
    for call in source.calls:
        if called(call) in ("from_markup", "render_markup") and not all(
            isinstance(given, ast.Constant) for given in call.args
        ):
            yield call.lineno


def notices_in_markup(source: Source) -> Iterator[int]:
    """`notify` with a message; the `notify()` of a condition variable has none."""
    for call in source.calls:
        if called(call) == "notify" and call.args and not _is_false(_option(call, "markup")):
            yield call.lineno


def texts_in_widgets(source: Source) -> Iterator[int]:
    """A str in a `Static`, its `update`, a border title or a tooltip would be read as markup."""
    known = set(_statics(source))
    for call in source.calls:
        given = call.args[:1]
        if called(call) == "Static" and given and not is_content(given[0], source):
            yield call.lineno
        if called(call) == "update" and given and _text_like(given[0]):
            yield call.lineno
        if called(call) == "update" and given and isinstance(call.func, ast.Attribute):
            shown = call.func.value
            is_static = _last(shown) in known or "Static" in ast.unparse(shown)
            if is_static and not is_content(given[0], source):
                yield call.lineno
        for word in call.keywords:
            if word.arg in TITLES and not is_content(word.value, source):
                yield call.lineno
    for target, value in source.assigned:
        titled = isinstance(target, ast.Attribute) and target.attr in TITLES
        if titled and not is_content(value, source):
            yield value.lineno


def _statics(source: Source) -> Iterator[str]:
    """Names that are given a `Static` in this file."""
    for target, value in source.assigned:
        if isinstance(value, ast.Call) and "Static" in (
            called(value),
            *(_last(a) for a in value.args),
        ):
            yield _last(target)


def _text_like(value: ast.expr) -> bool:
    """Whether an expression is plainly a str."""
    if isinstance(value, ast.JoinedStr):
        return True
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def unknown_widgets(source: Source) -> Iterator[int]:
    """Widgets of Textual that nobody has looked at for what they read in a text."""
    for line, module, names in source.imports:
        if (
            (module == "textual.widgets" and names - WIDGETS)
            or module.startswith("textual.widgets.")
            or (module == "textual.command" and names & {"Hit", "DiscoveryHit", "Provider"})
        ):
            yield line


# -- doors out


def prints(source: Source) -> Iterator[int]:
    """Printing around `console/cli/streams.py`, where people's text is cleaned on its way out."""
    if source.name in PRINTING or source.name in WRITING:
        return
    streams = ("sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__")
    for call in source.calls:
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            yield call.lineno
        at = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        onto = _whole(at).removesuffix(".buffer")
        if called(call) in ("write", "writelines") and onto in streams:
            yield call.lineno
        if _whole(call.func) in ("os.write", "os.writev"):
            yield call.lineno
    for line, module, names in source.imports:
        if module == "sys" and names & {"stdout", "stderr"}:
            yield line


def writes_csv(source: Source) -> Iterator[int]:
    """No table is handed out as CSV. Whoever begins it makes one door that guards formulas."""
    for call in source.calls:
        if _whole(call.func) in ("csv.writer", "csv.DictWriter"):
            yield call.lineno
    for line, module, names in source.imports:
        if module == "csv" and names & {"writer", "DictWriter"}:
            yield line
        if module == "csv" and not names and source.name != "store/exchange/rows_csv.py":
            yield line


def builds_html(source: Source) -> Iterator[int]:
    """Tags around values, outside the one place that escapes what stands in them."""
    if source.name in HTML:
        return
    for node in source.nodes:
        if isinstance(node, ast.JoinedStr):
            parts = [p.value for p in node.values if isinstance(p, ast.Constant)]
            if any(_has_tag(str(part)) for part in parts):
                yield node.lineno
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            sides = (node.left, node.right)
            if any(isinstance(s, ast.Constant) and _has_tag(str(s.value)) for s in sides):
                yield node.lineno


def _has_tag(text: str) -> bool:
    behind = (text[at + 1 : at + 2] for at, char in enumerate(text) if char == "<")
    return any(char.isalpha() or char == "/" for char in behind if char)


def lenient_json(source: Source) -> Iterator[int]:
    """JSON that would write NaN, which no other reader takes."""
    for call in source.calls:
        dumps = _whole(call.func) in ("json.dumps", "json.dump")
        if dumps and not _is_false(_option(call, "allow_nan")):
            yield call.lineno


def writes_files(source: Source) -> Iterator[int]:
    """Files opened for writing around the doors: through links, with the modes of a umask."""
    if source.name in WRITING:
        return
    for call in source.calls:
        if called(call) in ("write_text", "write_bytes", "touch", "mkstemp"):
            yield call.lineno
        if called(call) in ("open", "fdopen") and _for_writing(call):
            yield call.lineno
        if _whole(call.func) == "os.open" and any(
            flag in ast.unparse(call) for flag in ("O_WRONLY", "O_RDWR", "O_CREAT")
        ):
            yield call.lineno


def _for_writing(call: ast.Call) -> bool:
    """Whether the mode is one of writing; a method `path.open` has it as its first argument."""
    place = 0 if isinstance(call.func, ast.Attribute) and called(call) == "open" else 1
    mode = call.args[place] if len(call.args) > place else _option(call, "mode")
    said = mode.value if isinstance(mode, ast.Constant) else None
    return isinstance(said, str) and bool(set(said) & set("wax+")) and len(said) <= 3


def reads_environment(source: Source) -> Iterator[int]:
    """The environment or the command line, read where nothing tidies what comes in."""
    if source.name in ENVIRONMENT:
        return
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and _whole(node) in (
            *("os.environ", "os.environb", "sys.argv", "sys.orig_argv"),
        ):
            yield node.lineno
        if isinstance(node, ast.Attribute | ast.Name) and _last(node) in ("getenv", "getenvb"):
            yield node.lineno
    for line, module, names in source.imports:
        if module == "os" and names & {"environ", "environb", "getenv"}:
            yield line
        if module == "sys" and names & {"argv"}:
            yield line

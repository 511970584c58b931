"""A lesson of equations: one a line, in order; the last one is the loss."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from derive.core.errors import ReadError
from derive.core.expression import (
    Expression,
    Hadamard,
    MatMul,
    Partial,
    Role,
    SumOver,
    Total,
    Transpose,
    Variable,
    rewrite,
    variables,
    walk,
)
from derive.core.graph import Graph, Node
from derive.core.lesson import Lesson
from derive.core.text import Text
from derive.lessons import given
from derive.lessons.document import Document
from derive.lessons.families import Member, has_index, members
from derive.lessons.naming import typeset
from derive.lessons.remarks import second_reading
from derive.operations.equation import equation
from derive.operations.softmax import recognised
from derive.passes.derive import distances
from derive.reading import LESSON, NameTable, Side, read_formula, read_target
from derive.reading.characters import plain
from derive.reading.cursor import NAMES_OF_THE_LESSON
from derive.spelling.name import split_name

INDEX = "i"  # the letter that counts samples


@dataclass(frozen=True)
class _Line:
    number: int | None
    source: str
    target: Variable
    arguments: tuple[str, ...]
    right: str
    offset: int
    index: tuple[tuple[str, str], ...] = ()  # what an index on the right stands for: j is 1


def lesson(document: Document, level: str) -> Lesson:
    """Build the lesson; raises LessonError or ReadError with the line that is at fault."""
    if level != "scalar":
        raise document.error(_LEVEL, None, "level")
    lines = tuple(_lines(document))
    leaves, values = _leaves(document)
    samples = _samples(document, leaves, values)
    count = _count(document, leaves, values, samples)
    lines = tuple(_families(document, lines, leaves, samples, count))
    table = _table(document, leaves.values(), lines, samples, count)
    if arguments := _arguments(document, lines, table):
        leaves = {**leaves, **arguments}
        table = _table(document, leaves.values(), lines, samples, count)
    sides = tuple(_read(document, line, table) for line in lines)
    nodes = recognised(_nodes(document, lines, leaves, sides))
    leaves = _without_unread(leaves, arguments, nodes)
    _all_or_none(document, leaves, values)
    graph = Graph(tuple(leaves.values()), nodes)
    _check_use(document, graph, lines)
    asked = given.asked(document, table, graph)
    return Lesson(
        title=Text("-", "-"),
        graph=graph,
        notation=given.notation(document, "equations"),
        values=values,
        asked=None if asked is None else tuple(_final(name, graph) for name in asked),
        frozen=_frozen(document, table),
        learning_rate=given.learning_rate(document),
        samples=samples,
        points=given.points(document),
        functions=given.own_functions(document),
        lines={line.target.name: line.number for line in lines if line.number is not None},
        remarks=tuple(
            second_reading(document.name, line.number, side)
            for line, side in zip(lines, sides, strict=True)
            if side.ambiguous
        ),
    )


def _lines(document: Document) -> Iterable[_Line]:
    """Yield the equations with their targets; nothing is read to the right of ``=`` yet."""
    known: dict[str, int] = {}
    for number, source in _sources(document):
        for target, arguments, right, offset in _parts(document, number, source):
            key = split_name(target.latex).latex
            if key in known:
                message = _TWICE.fill(name=target.name, line=known[key])
                raise ReadError(message, _RENAME, document.name, number, source, 0)
            known[key] = number or 0
            yield _Line(number, source, target, arguments, right, offset)


def _families(
    document: Document,
    lines: tuple[_Line, ...],
    leaves: dict[str, Variable],
    samples: int | None,
    count: Variable | None,
) -> Iterable[_Line]:
    """Yield the lines, and in the place of ``a_j = …`` one for each j."""
    done: list[_Line] = []
    for line in lines:
        found: tuple[Member, ...] = ()
        if has_index(line.target.name):
            table = _table(document, leaves.values(), tuple(done), samples, count)
            found = members(line.target.name, line.right, table, INDEX)
        done += [_member(document, line, member) for member in found] or [line]
    return done


def _member(document: Document, line: _Line, member: Member) -> _Line:
    target = Variable(member.name, _latex(document, member.name, line.number))
    return replace(line, target=target, index=((member.index, member.value),))


def _parts(
    document: Document, number: int | None, source: str
) -> Iterable[tuple[Variable, tuple[str, ...], str, int]]:
    """Yield target, arguments, right side and its place; ``h = a = f(z)`` is ``a = f(z)`` first."""
    cuts = _equals(source)
    if not cuts:
        raise ReadError(_NO_EQUALS, _ONE_A_LINE, document.name, number, source, len(source))
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(source)]
    targets = [_target(document, number, source, 0, cuts[0])]
    for start, end in list(zip(starts, ends, strict=True))[1:-1]:
        if read := _target_between(document, number, source, start, end):
            targets.append(read)
        else:
            break
    at = starts[len(targets)]
    right = source[at:]
    for target, arguments in reversed(targets):
        yield target, arguments, right, at
        right, at = target.name, 0


def _equals(source: str) -> list[int]:
    """Return where ``=`` and ``:=`` stand outside all brackets; the i=1 of a Σ is inside."""
    found, depth = [], 0
    for place, character in enumerate(plain(source)):
        depth += (character in "([{") - (character in ")]}")
        if character == "=" and depth <= 0:
            found.append(place)
    return found


def _target_between(
    document: Document, number: int | None, source: str, start: int, end: int
) -> tuple[Variable, tuple[str, ...]] | None:
    try:
        return _target(document, number, source, start, end)
    except ReadError:
        return None  # a second formula, which the reader refuses at its place


def _target(
    document: Document, number: int | None, source: str, start: int, end: int
) -> tuple[Variable, tuple[str, ...]]:
    left = _LAYOUT.sub(lambda found: " " * len(found[0]), source[start:end])
    try:
        name, arguments = read_target(left.rstrip(": "))
    except ReadError as problem:
        problem.file, problem.line, problem.source = document.name, number, source
        problem.column = (problem.column or 0) + start
        raise
    return Variable(name, _latex(document, name, number)), arguments


# what surrounds a formula on a slide and says nothing: &, $ and \\[ \\]
_LAYOUT = re.compile(r"[&$]|\\[\[\](]|\\displaystyle(?![A-Za-z])")
_CALLED = re.compile(r"\\?[^\W\d]+\s*'*\s*\(")  # f(, as a function that is called
_COMMENT = re.compile(r"(?<!\\)[%#]")
_FRAME = re.compile(r"(?:\s|\$|\\[\[\]]|\\\\|\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\{[lcr]+\})?)*")


def _sources(document: Document) -> Iterable[tuple[int | None, str]]:
    block: Any = document.content["equations"]
    if ("equations",) in document.run_together:
        raise document.error(_RUN_TOGETHER, _BAR, "equations")
    if isinstance(block, str):
        start = document.line("equations", 0)
        numbered = [
            (start + i if start else None, line) for i, line in enumerate(block.split("\n"))
        ]
    elif isinstance(block, list) and all(isinstance(line, str) for line in block):
        numbered = [(document.line("equations", i), line) for i, line in enumerate(block)]
    else:
        raise document.error(_NO_EQUATIONS, _ONE_A_LINE, "equations")
    said = [(number, _COMMENT.split(line)[0]) for number, line in numbered]
    kept = [(number, line) for number, line in said if not _FRAME.fullmatch(line)]
    if not kept:
        raise document.error(_NO_EQUATIONS, _ONE_A_LINE, "equations")
    return kept


def _latex(document: Document, name: str, line: int | None) -> str:
    latex = typeset(name)
    if latex is None:
        remedy = _SPACE if ":" in name or "=" in name else _NAMES
        raise ReadError(_NAME.fill(name=name), remedy, document.name, line)
    return latex


def _leaves(document: Document) -> tuple[dict[str, Variable], dict[Variable, Any]]:
    leaves: dict[str, Variable] = {}
    values: dict[Variable, Any] = {}
    functions = given.functions(document)
    for key, role in given.SECTIONS.items():
        for name, typed in given.section(document, key).items():
            if name in leaves:
                raise document.error(_DECLARED_TWICE.fill(name=name), _ONE_PLACE, key, name)
            value = None if typed in (None, "") else given.numbers(document, typed, key, name)
            leaf = _leaf(document, name, role, value, key, functions)
            leaves[name] = leaf
            if value is not None:
                values[leaf] = value
    return leaves, values


def _leaf(
    document: Document, name: str, role: Role, value: Any, key: str, functions: Collection[str]
) -> Variable:
    latex = _latex(document, name, document.line(key, name))
    if name in functions and len(name) > 1 and name.isascii():
        raise document.error(_FUNCTION.fill(name=name), _OTHER_NAME.fill(name=name), key, name)
    if not isinstance(value, tuple):
        return Variable(name, latex, role)
    if role is not Role.DATA or any(isinstance(item, tuple) for item in value):
        raise document.error(_LIST.fill(name=name), _LIST_REMEDY, key, name)
    return Variable(name, _indexed(latex), role, sampled=True)


def _indexed(latex: str) -> str:
    """Return ``x_i`` for ``x`` and ``x_{1,i}`` for ``x_1``; a name that has the index keeps it."""
    name = split_name(latex)
    if INDEX in name.subscript or name.superscript.strip("()[] ") == INDEX:
        return latex
    script = f"{name.subscript},{INDEX}" if name.subscript else INDEX
    return replace(name, subscript=script).latex


def _arguments(
    document: Document, lines: tuple[_Line, ...], table: NameTable
) -> dict[str, Variable]:
    """Return what ``f(w) = …`` declares by its brackets and no section declares."""
    found: dict[str, Variable] = {}
    for line in lines:
        for name in line.arguments:
            latex = _latex(document, name, line.number)
            if not any(table.names_variable(spelled) for spelled in (name, latex)):
                found.setdefault(name, Variable(name, latex, Role.PARAMETER))
    return found


def _without_unread(
    leaves: dict[str, Variable], arguments: dict[str, Variable], nodes: tuple[Node, ...]
) -> dict[str, Variable]:
    """Drop what only stands in brackets: the θ of J(θ), of which θ_0 and θ_1 are the parts."""
    read = {name for node in nodes for name in node.inputs}
    return {name: leaf for name, leaf in leaves.items() if leaf in read or name not in arguments}


def _samples(
    document: Document, leaves: dict[str, Variable], values: dict[Variable, Any]
) -> int | None:
    sizes = {name: len(values[leaf]) for name, leaf in leaves.items() if leaf.sampled}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{name}: {size}" for name, size in sizes.items())
        raise document.error(_LENGTHS.fill(listed=listed), _SAME_LENGTH, "data", next(iter(sizes)))
    return next(iter(sizes.values()), None)


def _count(
    document: Document,
    leaves: dict[str, Variable],
    values: dict[Variable, Any],
    samples: int | None,
) -> Variable | None:
    """Return the variable n; with sampled data it is declared by the data itself."""
    declared = leaves.get("n")
    if samples is None:
        return declared
    if declared is None:
        declared = leaves["n"] = Variable("n", "n", Role.CONSTANT)
        values[declared] = float(samples)
    elif values.get(declared, samples) != samples:
        raise document.error(_COUNT.fill(n=samples), _NO_COUNT, str(declared.role) + "s", "n")
    return declared


def _table(
    document: Document,
    leaves: Iterable[Variable],
    lines: tuple[_Line, ...],
    samples: int | None,
    count: Variable | None,
) -> NameTable:
    # with sampled data every result may carry the index; which ones do is settled in _nodes
    sampled = samples is not None
    outputs = [replace(line.target, sampled=sampled) for line in lines]
    arguments = {line.target.name: line.arguments for line in lines if line.arguments}
    return NameTable(
        [*leaves, *outputs],
        given.functions(document),
        sample_index=INDEX,
        count=count,
        arguments=arguments,
    )


def _nodes(
    document: Document,
    lines: tuple[_Line, ...],
    leaves: dict[str, Variable],
    sides: tuple[Side, ...],
) -> tuple[Node, ...]:
    settled: dict[Variable, Variable] = {leaf: leaf for leaf in leaves.values()}
    later = {line.target: line.number for line in lines}
    nodes = []
    for place, (line, side) in enumerate(zip(lines, sides, strict=True)):
        if line.target in leaves.values():
            message = _GIVEN.fill(name=line.target.name)
            raise ReadError(message, _GIVEN_OR, document.name, line.number, line.source, 0)
        body = side.expression
        for name in variables(body):
            if name not in settled:
                raise _early(document, line, name, later)
        body = _settle(body, settled)
        output = _output(document, line, body, last=place == len(lines) - 1)
        settled[line.target] = output
        nodes.append(equation(output, body))
    return tuple(nodes)


def _read(document: Document, line: _Line, table: NameTable) -> Side:
    try:
        side = read_formula(line.right, table, LESSON, dict(line.index))
        body = _upright(side.expression)
        if any(isinstance(part, MatMul | Hadamard | Total) for part in walk(body)):
            raise ReadError(_MATRICES, _NETWORK, source=line.right, column=0)
        return replace(side, expression=body)
    except ReadError as problem:
        problem.file, problem.line = document.name, line.number
        problem.column = (problem.column or 0) + line.offset
        problem.source = line.source
        if problem.remedy == NAMES_OF_THE_LESSON:
            called = _CALLED.match(line.source, problem.column)
            problem.remedy = _DECLARE_FUNCTION if called else _DECLARE
        raise


def _upright(body: Expression) -> Expression:
    """Take the transposes off: here every name is a number, and a number's transpose is itself."""

    def change(node: Expression) -> Expression | None:
        return _upright(node.operand) if isinstance(node, Transpose) else None

    return rewrite(body, change)


def _early(
    document: Document, line: _Line, name: Variable, later: dict[Variable, int | None]
) -> ReadError:
    if name == line.target:
        message, remedy = _SELF.fill(name=name.name), _RENAME
    elif name in later:
        message = _EARLY.fill(name=name.name, line=later[name])
        remedy = _ORDER
    else:
        message, remedy = _UNKNOWN.fill(name=name.name), _DECLARE
    if isinstance(name, Partial):
        message, remedy = _DERIVATIVE.fill(name=name.name), _DERIVED
    base = name.name.split("_")[0]
    column = max(line.source.find(base, line.offset), line.offset)
    return ReadError(message, remedy, document.name, line.number, line.source, column)


def _settle(body: Expression, settled: dict[Variable, Variable]) -> Expression:
    """Put in the variables with their final role and index (equal by name, so by identity)."""

    def change(node: Expression) -> Expression | None:
        return settled.get(node) if isinstance(node, Variable) else None

    return rewrite(body, change)


def _output(document: Document, line: _Line, body: Expression, last: bool) -> Variable:
    sampled = _varies(body)
    mixed = next((n for n in walk(body) if sampled and isinstance(n, SumOver)), None)
    if mixed is not None and any(name.sampled for name in variables(mixed.body)):
        raise ReadError(_MIXED, _OWN_LINE, document.name, line.number, line.source, line.offset)
    if last and sampled:
        raise ReadError(_SAMPLED_LOSS, _SUM, document.name, line.number, line.source, 0)
    latex = _indexed(line.target.latex) if sampled else line.target.latex
    role = Role.LOSS if last else Role.INTERMEDIATE
    return Variable(line.target.name, latex, role, sampled=sampled)


def _varies(body: Expression) -> bool:
    """Whether the value differs from sample to sample: a sampled name outside every Σ."""
    if isinstance(body, SumOver):
        return False
    if isinstance(body, Variable):
        return body.sampled
    return any(_varies(part) for part in body.children)


def _all_or_none(
    document: Document, leaves: dict[str, Variable], values: dict[Variable, Any]
) -> None:
    missing = [name for name, leaf in leaves.items() if leaf not in values]
    if values and missing:
        only_count = set(values) == {leaves.get("n")}
        if only_count:
            return values.clear()
        section = next((k for k in given.SECTIONS if missing[0] in given.section(document, k)), "")
        raise document.error(_NO_VALUE.fill(name=missing[0]), _VALUE, section, missing[0])
    return None


def _check_use(document: Document, graph: Graph, lines: tuple[_Line, ...]) -> None:
    for leaf in graph.leaves:
        if leaf.role is Role.PARAMETER and not graph.consumers[leaf]:
            raise document.error(_UNUSED.fill(name=leaf.name), _DELETE, "parameters", leaf.name)
    # of p_1, p_2 and p_3 the loss may read one alone: the others are shown beside it
    used = {_base(node.output) for node in graph.nodes if graph.consumers[node.output]}
    for node, line in zip(graph.nodes[:-1], lines[:-1], strict=True):
        if not graph.consumers[node.output] and _base(node.output) not in used:
            message = _NOT_IN_LOSS.fill(name=node.output.name, loss=graph.loss.name)
            remedy = _LAST_IS_LOSS.fill(name=node.output.name)
            raise ReadError(message, remedy, document.name, line.number, line.source, 0)
    reached = distances(graph)
    for leaf in graph.leaves:
        if leaf.role is Role.PARAMETER and leaf not in reached:
            message = _NO_WAY.fill(name=leaf.name, loss=graph.loss.name)
            raise document.error(message, _USE_IT, "parameters", leaf.name)


def _base(name: Variable) -> str:
    """Return a name without its subscript, which says whose value it is: ``p`` for ``p_1``."""
    return replace(split_name(name.latex), subscript="").latex


def _final(name: Variable, graph: Graph) -> Variable:
    """Return the graph's own variable for one that the table knows by name."""
    if name in graph.node_of:
        return graph.node_of[name].output
    return next(leaf for leaf in graph.leaves if leaf == name)


def _frozen(document: Document, table: NameTable) -> frozenset[Variable]:
    return frozenset(
        given.learnt(document, given.one_name(document, name, table, "frozen", i), "frozen", i)
        for i, name in enumerate(given.names(document, "frozen"))
    )


_LEVEL = Text(
    "Equations are worked out as they stand; “level: matrix” is for a “network:”.",
    "「equations:」會照原式推導；「level: matrix」只用於「network:」。",
)
_NO_EQUATIONS = Text("There are no equations.", "沒有任何式子。")
_ONE_A_LINE = Text(
    "Write one “name = formula” a line under “equations: |”; the last one is the loss.",
    "請在「equations: |」底下一行寫一個「名稱 = 式子」，最後一行是損失函數。",
)
_RUN_TOGETHER = Text("The equations run together into one line.", "這裡的式子會被連成一行。")
_BAR = Text(
    "Write “equations: |” with the bar, so that each line stays a line.",
    "請寫成「equations: |」（加上直線），各行才會分開。",
)
_NO_EQUALS = Text("This line has no “=”.", "這一行沒有「=」。")
_TWICE = Text(
    "{name} is defined twice, first in line {line}.", "{name} 定義了兩次，第一次在第 {line} 行。"
)
_RENAME = Text(
    "Give every value a name of its own, such as c_0 and c_1.",
    "請讓每個值有自己的名稱，例如 c_0、c_1。",
)
_NAME = Text("“{name}” is not a name.", "「{name}」不是可用的名稱。")
_FUNCTION = Text("{name} is the name of a function.", "{name} 是函數的名稱。")
_OTHER_NAME = Text("Give it another name, such as {name}_1.", "請換一個名稱，例如 {name}_1。")
_SPACE = Text(
    "Write “name: value” with a space behind the colon.", "請寫成「名稱: 值」，冒號後面要有空格。"
)
_NAMES = Text(
    "A name is a letter or a word with subscript and superscript, such as w_{1,1} or z_1^1.",
    "名稱是一個字母或單字，可加上下標，例如 w_{1,1} 或 z_1^1。",
)
_DECLARED_TWICE = Text("{name} is declared twice.", "{name} 宣告了兩次。")
_ONE_PLACE = Text(
    "Keep it in one of data, parameters and constants.",
    "請只放在 data、parameters、constants 其中之一。",
)
_GIVEN = Text("{name} is given below and computed here.", "{name} 在下方已給定，這裡又由式子算出。")
_GIVEN_OR = Text(
    "Delete it from the data and parameters, or give the result another name.",
    "請從 data 或 parameters 刪掉它，或替算出的量取別的名稱。",
)
_LIST = Text("{name} has a list of values.", "{name} 的值是一個數列。")
_LIST_REMEDY = Text(
    "Only data can have one number for each sample; give a parameter one number, and vectors "
    "names of their own (x_1, x_2).",
    "只有 data 可以每筆樣本一個數；參數請給一個數，向量請拆成 x_1、x_2。",
)
_LENGTHS = Text(
    "The data have different numbers of samples ({listed}).", "各資料的樣本數不同（{listed}）。"
)
_SAME_LENGTH = Text(
    "Give each list one number for every sample.", "請讓每個數列的長度相同，一筆樣本一個數。"
)
_NO_COUNT = Text("Delete n: it is counted.", "請刪掉 n，程式會自己數。")
_COUNT = Text("There are {n} samples, so n is {n}.", "資料有 {n} 筆，所以 n 應為 {n}。")
_SELF = Text("{name} is defined by itself.", "{name} 用自己定義自己。")
_EARLY = Text(
    "{name} is used before it is defined in line {line}.", "{name} 在第 {line} 行定義之前就用到了。"
)
_ORDER = Text(
    "Put the equations in computable order; a cycle cannot be computed.",
    "請依計算順序排列；互相循環的式子無法計算。",
)
_UNKNOWN = Text("{name} is not known.", "沒有 {name} 這個量。")
_DECLARE_FUNCTION = Text(
    "Say under “functions:” what a function is, as in “f: sigmoid”, or “f: any” where it stays "
    "open; declare any other name under “data:” or “parameters:”, or define it in an earlier line.",
    "函數請在「functions:」說明，例如「f: sigmoid」，不指定則寫「f: any」；其他名稱請在「data:」或"
    "「parameters:」宣告，或在前面的式子定義。",
)
_DECLARE = Text(
    "Declare it under “data:” or “parameters:”, or define it in an earlier line.",
    "請在「data:」或「parameters:」宣告，或在前面的式子定義。",
)
_DERIVATIVE = Text("The derivative {name} stands in an equation.", "式子裡有微分 {name}。")
_DERIVED = Text(
    "Write the forward pass only, the loss last; the program works the derivatives out.",
    "這裡只寫前向傳遞的式子，最後一行是損失函數；微分由程式推導。",
)
_MATRICES = Text(
    "Equations are worked out number by number; transposes and ⊙ are for matrices.",
    "「equations:」是逐個數推導的，轉置與 ⊙ 只用於矩陣。",
)
_NETWORK = Text(
    "Write the entries out (x_1, x_2), or describe the layers under “network:”.",
    "請逐一寫出各分量（x_1、x_2），或在「network:」底下描述各層。",
)
_MIXED = Text(
    "This value differs from sample to sample and also sums over the samples.",
    "這個量隨樣本而變，式中又對樣本求和。",
)
_OWN_LINE = Text("Give the sum a line and a name of its own.", "請把求和的部分另寫一行並命名。")
_SAMPLED_LOSS = Text(
    "The loss has a value for every sample.", "損失函數對每筆樣本各有一個值，不是單一數值。"
)
_SUM = Text(
    "Add them up: L = \\frac{1}{n} \\sum_{i=1}^{n} …",
    "請加總起來：L = \\frac{1}{n} \\sum_{i=1}^{n} …",
)
_NO_VALUE = Text("{name} has no value, but others have.", "其他量有數值，{name} 卻沒有。")
_VALUE = Text("Give it one, or give none at all.", "請補上數值，或全部都不給（維持符號推導）。")
_UNUSED = Text("The parameter {name} is not used by any equation.", "沒有任何式子用到參數 {name}。")
_DELETE = Text("Use it or delete it.", "請使用它，或刪除它。")
_NO_WAY = Text(
    "The loss {loss} does not depend on the parameter {name}.", "損失 {loss} 與參數 {name} 無關。"
)
_USE_IT = Text(
    "Use in the loss what is computed from it, or delete it.",
    "請在損失函數中用到由它算出的量，或刪除它。",
)
_NOT_IN_LOSS = Text(
    "{name} is never used, so the loss {loss} does not depend on it.",
    "{name} 沒有被用到，所以損失 {loss} 與它無關。",
)
_LAST_IS_LOSS = Text(
    "Delete this line, or let the last equation be the loss and use {name} in it.",
    "請刪掉這一行，或讓最後一個式子成為損失函數並用到 {name}。",
)

"""From a solution to one of its sheets: what is asked, shown, left blank, and what it is worth."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from derive.core.derivation import Phase, Rule
from derive.core.expression import Role
from derive.core.text import Text
from derive.render import questions
from derive.render.block import Block, Kind, Reference, ShownLine
from derive.render.sheet import Group, Item, Mistakes, Note, Section, Sheet, SheetKind, SheetLine
from derive.render.solution import Solution
from derive.render.wording import Part, Sentence
from derive.render.words import (
    ABOUT,
    ALREADY,
    COMPUTED_IN,
    FROM_BACKWARD,
    FROM_FORWARD,
    PHASES,
    READ_AGAIN,
)


def make_sheet(
    solution: Solution,
    kind: SheetKind | str = SheetKind.LECTURE,
    *,
    seed: int = 0,
    mistakes: Mistakes = MappingProxyType({}),
) -> Sheet:
    """Return one sheet of a solution.

    ``seed`` chooses the blanks of a faded sheet; ``mistakes`` are the usual ones for a step, by
    the name of its target (``dL/dw``), shown in the key.
    """
    return _Maker(solution, SheetKind(kind), seed, mistakes).sheet()


class _Maker:
    def __init__(self, solution: Solution, kind: SheetKind, seed: int, mistakes: Mistakes) -> None:
        self.solution, self.kind, self.mistakes = solution, kind, mistakes
        self.explained: set[str] = set()
        self.asked = [block for block in solution.blocks if not _is_given(block, solution)]
        self.place = {block.number: place for place, block in enumerate(self.asked)}
        self.random = random.Random(seed)

    def sheet(self) -> Sheet:
        sections = [self._section(phase) for phase in Phase]
        shown = tuple(section for section in sections if section.groups)
        return Sheet(self.solution, self.kind, shown, self.mistakes)

    def _section(self, phase: Phase) -> Section:
        groups = tuple(self._group(phase, blocks) for blocks in _grouped(self.solution, phase))
        return Section(phase, PHASES[phase], ABOUT[phase], groups)

    def _group(self, phase: Phase, blocks: Sequence[Block]) -> Group:
        last = blocks[-1]
        question = questions.of_group(phase, last, self.solution)
        heading = questions.heading_of_group(last)
        return Group(question, tuple(map(self._item, blocks)), last.answers, heading)

    def _item(self, block: Block) -> Item:
        item = Item(
            block,
            questions.of_step(block, self.solution),
            points(block, self.solution),
            self._lines(block),
        )
        if self.kind is SheetKind.BLANK:
            return replace(item, room=_room(item)) if item.lines else item
        notes = (note for note in _notes(block) if item.is_worked or note.kind != "remark")
        mistakes = self.mistakes.get(block.target.name, ()) if self.kind is SheetKind.KEY else ()
        reasons = tuple(self._reasons(block))
        return replace(item, notes=tuple(notes), reasons=reasons, mistakes=mistakes)

    def _lines(self, block: Block) -> tuple[SheetLine, ...]:
        if self.kind is not SheetKind.LECTURE and _is_given(block, self.solution):
            return ()
        blanks = self._blanks(block) if self.kind is SheetKind.FADED else frozenset()
        return tuple(SheetLine(line, place in blanks) for place, line in enumerate(block.lines))

    def _blanks(self, block: Block) -> frozenset[int]:
        """Choose the lines to leave blank: none of the first step's, all of the last's."""
        if block.number not in self.place:
            return frozenset()
        share = self.place[block.number] / max(1, len(self.asked) - 1)
        lines = enumerate(block.lines)
        hidden = [place for place, line in lines if not _is_asked_with(line, block)]
        return frozenset(self.random.sample(hidden, round(share * len(hidden))))

    def _reasons(self, block: Block) -> Iterable[Rule]:
        for rule in (block.step.rule, *(line.rule for line in block.lines)):
            if rule is not None and rule.key not in self.explained:
                self.explained.add(rule.key)
                yield rule


def _is_asked_with(line: ShownLine, block: Block) -> bool:
    """Whether the question itself gives the line away: it states the equation to be computed."""
    return line.kind is Kind.FORMULA and block.step.phase is not Phase.BACKWARD


def points(block: Block, solution: Solution) -> float:
    """Return the marks of a step: the lesson's, or one; none for an equation that is only given."""
    given = solution.lesson.points
    for name in (block.target.name, block.answers.name if block.answers else ""):
        if name in given:
            return given[name]
    return 0 if _is_given(block, solution) else 1


def _is_given(block: Block, solution: Solution) -> bool:
    """Whether the question says all there is: an equation with no numbers to put in."""
    return block.step.phase is not Phase.BACKWARD and not solution.lesson.has_values


def _grouped(solution: Solution, phase: Phase) -> list[list[Block]]:
    """Cut the backward pass after each gradient that was asked for; the other phases are one."""
    groups: list[list[Block]] = [[]]
    for block in solution.phase(phase):
        groups[-1].append(block)
        if block.answers is not None:
            groups.append([])
    return [group for group in groups if group]


def _notes(block: Block) -> Iterable[Note]:
    """Yield where the factors of a product come from, what is kept, and the rule's own remark."""
    local = block.step.rule.key in ("local_partial", "from_the_loss")
    if block.step.phase is Phase.BACKWARD and len(block.lines) > 1 and not local:
        for reference in block.references:
            yield _note(reference)
    for remark in block.notes:
        yield Note(Sentence(remark), "remark")
    if block.is_cached:
        yield Note(Sentence(READ_AGAIN, {"steps": block.read_by}), "kept", block.target)


def _note(reference: Reference) -> Note:
    place = ALREADY if reference.cached else COMPUTED_IN
    # a kept forward value such as ŷ, and a local partial of a forward equation, come from there
    is_adjoint = reference.variable.role is Role.ADJOINT
    origin = FROM_BACKWARD if is_adjoint else FROM_FORWARD
    words = Text(f"{{name}}: {place.en} ({origin.en})", f"{{name}}:{place.zh}({origin.zh})")
    parts: dict[str, Part] = {"name": reference.variable, "step": reference.step}
    kind = "again" if reference.cached else "reference"
    return Note(Sentence(words, parts), kind, reference.variable)


def _room(item: Item) -> int:
    shape = item.block.target.shape
    return max(2, len(item.lines)) + (shape[0] if shape else 0)

"""The backward pass: every partial derivative worked out once, from the loss towards the leaves.

For each parameter asked for, in turn, what is still missing is worked out first: the adjoint of
whatever it feeds, then the local partial, then the product.  What an earlier parameter has already
needed is read again, and marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from derive.calculus.cancel import cancelling
from derive.calculus.differentiate import KNOWN, SIMPLIFY
from derive.core.derivation import Line, Phase, Rule, Step
from derive.core.expression import (
    ONE,
    Add,
    Derivative,
    Expression,
    Marked,
    Mul,
    Partial,
    Role,
    SumOver,
    Variable,
    rewrite,
    size,
    variables,
    walk,
)
from derive.core.graph import Graph, Node
from derive.core.notation import Notation
from derive.core.text import Text
from derive.operations.entries import left_of_entries
from derive.operations.equation import THROUGH_OUTPUT

LOCAL = Rule(
    "local_partial",
    Text("local partial", "局部偏微分"),
    Text(
        "the partial of a forward equation by one of its inputs, the others held fixed",
        "把前向傳遞的式子對其中一個輸入偏微分，其餘視為常數",
    ),
)
FROM_LOSS = Rule(
    "from_the_loss",
    Text("partial of the loss", "損失函數的偏微分"),
    Text("the backward pass starts at the loss itself", "反向傳遞由損失函數本身開始"),
)
CHAIN = Rule(
    "chain_rule",
    Text("chain rule", "連鎖律"),
    Text(
        "the local partial times the gradient that flows back to the output",
        "局部偏微分，乘上由輸出端傳回來的梯度",
    ),
)
PATHS = Rule(
    "sum_over_paths",
    Text("chain rule over several paths", "多條路徑的連鎖律"),
    Text(
        "the value feeds several equations; what comes back along each path is added",
        "這個值流向多個式子，各條路徑傳回來的梯度要相加",
    ),
)
SAMPLES = Rule(
    "chain_rule_over_samples",
    Text("chain rule, summed over the samples", "連鎖律（對樣本求和）"),
    Text(
        "the parameter is shared by all samples, so their contributions are added",
        "所有樣本共用同一個參數，所以把每筆樣本的貢獻加總",
    ),
)
IN_FULL = Rule(
    "in_full",
    Text("the whole chain", "把鏈寫完整"),
    Text("the gradient that flows back is itself a product", "傳回來的梯度本身也是一串乘積"),
)
PUT_IN = Rule(
    "put_in",
    Text("put in what each factor is", "代入各個因子"),
    Text("each factor is replaced by its formula", "把每個因子換成它的式子"),
)

# A formula longer than this is not written out again inside the next one: a page of nested
# products explains nothing, and with several paths it would grow exponentially with depth.
LONGEST = 48
MOST_LINKS = 8  # factors of a chain that is still written in full


def backward(graph: Graph, asked: Iterable[Variable], notation: Notation) -> tuple[Step, ...]:
    """Return the steps that lead to ``∂loss/∂v`` for every asked v, in the order of a lecture."""
    return tuple(_Backward(graph, tuple(asked), notation).run())


class _Backward:
    def __init__(self, graph: Graph, asked: tuple[Variable, ...], notation: Notation) -> None:
        self.graph, self.asked, self.notation = graph, asked, notation
        self.count = next((leaf for leaf in graph.leaves if leaf.name == "n"), None)
        self.matters = _between(graph, asked)
        # by name: a string's hash is far quicker than a variable's, and this is asked for each edge
        self.adjoint: dict[str, Partial] = {}
        self.step: dict[str, Step] = {}
        self.first_reader: dict[str, Variable] = {}
        self.feeds: dict[str, list[Node]] = {}
        self.slopes: dict[str, Mapping[Variable, Expression] | None] = {}

    def run(self) -> Iterable[Step]:
        for name in self.asked:
            yield from self._reach(name)

    def _reach(self, name: Variable) -> Iterable[Step]:
        """Yield the missing steps up to the adjoint of ``name``; an explicit stack, for depth."""
        stack = [name]
        while stack:
            current = stack[-1]
            if current.name in self.adjoint:
                stack.pop()
                continue
            missing = [
                node.output
                for node in self._consumers(current)
                if node.output.name not in self.adjoint and node.output is not self.graph.loss
            ]
            if missing:
                stack.extend(reversed(missing))
            else:
                stack.pop()
                yield from self._assign(current)

    def _consumers(self, name: Variable) -> list[Node]:
        if name.name not in self.feeds:
            fed = self.graph.consumers[name]
            self.feeds[name.name] = [node for node in fed if node.output in self.matters]
        return self.feeds[name.name]

    def _assign(self, name: Variable) -> Iterable[Step]:
        consumers = self._consumers(name)
        letter = self.graph.adjoint_names.get(name, "")
        target = self.adjoint[name.name] = Partial(self.graph.loss, name, Role.ADJOINT, letter)
        if len(consumers) == 1 and consumers[0].output is self.graph.loss:
            yield self._keep(self._from_loss(target, consumers[0]))
            return
        contributions = []
        for node in consumers:
            if node.output is self.graph.loss:
                contributions.append(self._slope(node, name))
                continue
            if self._slopes(node) is None:
                upstream = self.adjoint[node.output.name]
                contributions.append(node.op.vjp(upstream, node.output, name))
                continue
            local = Partial(node.output, name)
            yield self._keep(self._local(local, node))
            contributions.append(self._contribution(local, self.adjoint[node.output.name]))
        yield self._keep(self._chain(target, consumers, tuple(contributions)))

    def _keep(self, step: Step) -> Step:
        for name in step.reads:
            if isinstance(name, Partial):
                self.first_reader.setdefault(name.name, step.target)
        self.step[step.target.name] = step
        return step

    def _slope(self, node: Node, name: Variable) -> Expression:
        slopes = self._slopes(node)
        assert slopes is not None, "a loss always has partials"
        return slopes[name]

    def _slopes(self, node: Node) -> Mapping[Variable, Expression] | None:
        """Return the local partials; one pass over an equation serves all of its inputs."""
        if node.output.name not in self.slopes:
            self.slopes[node.output.name] = node.op.partials(node.output, self.matters)
        return self.slopes[node.output.name]

    def _from_loss(self, target: Partial, node: Node) -> Step:
        result = self._slope(node, target.wrt)
        work = self._work(node, target.wrt)
        return Step(Phase.BACKWARD, FROM_LOSS, target, result, work, source=node.formula)

    def _local(self, target: Partial, node: Node) -> Step:
        result = self._slope(node, target.wrt)
        work = self._work(node, target.wrt)
        return Step(Phase.BACKWARD, LOCAL, target, result, work, source=node.formula)

    def _work(self, node: Node, wrt: Variable) -> Callable[[], tuple[Line, ...]]:
        return lambda: node.op.lines(node.output, wrt)

    def _contribution(self, local: Partial, upstream: Partial) -> Expression:
        pair = (local, upstream) if self.notation.local_first else (upstream, local)
        product = Mul(pair, dot=True)
        if upstream.wrt.sampled and not local.wrt.sampled:
            assert self.count is not None
            return SumOver("i", self.count, product)
        return product

    def _chain(
        self, target: Partial, consumers: list[Node], contributions: tuple[Expression, ...]
    ) -> Step:
        result = contributions[0]
        if len(contributions) > 1:
            rule, result = PATHS, Add(contributions)
        else:
            rule = SAMPLES if isinstance(result, SumOver) else CHAIN
            if self._slopes(consumers[0]) is None:
                rule = consumers[0].op.rule(target.wrt)

        def work() -> tuple[Line, ...]:
            self._write_first(result)
            return self._chain_lines(
                target, self._shown(result, target, consumers), rule, result, consumers
            )

        aside = getattr(consumers[0].op, "aside", None)
        return Step(Phase.BACKWARD, rule, target, result, work, aside)

    def _write_first(self, result: Expression) -> None:
        """Write out what a formula will quote, deepest first, so that depth costs no recursion."""
        stack = [self.step[name.name] for name in variables(result) if name.name in self.step]
        while stack:
            quoted = [
                self.step[name.name]
                for name in stack[-1].reads
                if name.name in self.step and "working" not in self.step[name.name].__dict__
            ]
            if quoted and "working" not in stack[-1].__dict__:
                stack.extend(quoted)
            else:
                _ = stack.pop().working

    def _shown(self, result: Expression, target: Partial, consumers: list[Node]) -> Expression:
        """Return the chain rule as a lecture first writes it.

        The part that reaches the loss directly is a derivative still to be put in; a layer's
        VJP has its σ' before the kept output takes its place.
        """
        replaced: dict[int, Expression] = {}
        terms = result.terms if isinstance(result, Add) and len(consumers) > 1 else (result,)
        for node, term in zip(consumers, terms, strict=True):
            if node.output == self.graph.loss:
                replaced[id(term)] = Derivative(node.formula, target.wrt)
            elif self._slopes(node) is None:
                upstream = self.adjoint[node.output.name]
                replaced[id(term)] = node.op.shown(upstream, node.output, target.wrt)
        shown = tuple(replaced.get(id(term), term) for term in terms)
        return shown[0] if len(shown) == 1 else Add(shown)

    def _chain_lines(
        self,
        target: Partial,
        shown: Expression,
        rule: Rule,
        result: Expression,
        consumers: list[Node],
    ) -> tuple[Line, ...]:
        lines = [Line(shown, rule)]
        full = rewrite(shown, lambda node: self._spread(node, target))
        if target.shape is None and full != shown and size(full) <= LONGEST:
            lines.append(Line(_flat(full), IN_FULL))
        put_in = _flat(rewrite(shown, lambda node: self._put_in(node, target)))
        if put_in != shown:
            lines.append(Line(put_in, PUT_IN))
        if target.shape is not None:
            if shown != result:
                lines.append(self._as_it_is_run(target, result))
            return (*lines, *_left_of_entries(lines[-1].formula, consumers))
        if put_in == shown:
            return tuple(lines)
        if left := cancelling(put_in):
            return (*lines, *left)
        kept = _flat(rewrite(shown, lambda node: self._put_in(node, target, kept=True)))
        if kept != put_in and (left := cancelling(kept)):
            return (*lines, Line(kept, THROUGH_OUTPUT), *left)
        plain = rewrite(put_in, _without_ones)
        return tuple(lines) if plain == put_in else (*lines, Line(plain, SIMPLIFY))

    def _as_it_is_run(self, target: Partial, result: Expression) -> Line:
        """Return a layer's VJP with the derivative of its activation worked out, read off ``a``."""
        (node,) = self._consumers(target.wrt)
        kept = node.output in variables(result)
        body = _flat(rewrite(result, lambda part: self._put_in(part, target)))
        return Line(body, THROUGH_OUTPUT if kept else KNOWN)

    def _spread(self, node: Expression, target: Partial) -> Expression | None:
        """Write an adjoint as the chain it came from, as far as it is a single path."""
        if not (isinstance(node, Partial) and node.role is Role.ADJOINT):
            return None
        step = self.step[node.name]
        if step.rule is not CHAIN or self._links(node) > MOST_LINKS:
            return None
        return rewrite(step.result, lambda part: self._spread(part, target))

    def _links(self, adjoint: Partial) -> int:
        """Return how long the single path is that an adjoint came along, up to one too many."""
        links = 1
        while (step := self.step[adjoint.name]).rule is CHAIN and links <= MOST_LINKS:
            adjoint = next(
                name
                for name in step.reads
                if isinstance(name, Partial) and name.role is Role.ADJOINT
            )
            links += 1
        return links

    def _put_in(self, node: Expression, target: Partial, kept: bool = False) -> Expression | None:
        """Replace a partial by its formula; a Derivative by the slope it stands for.

        ``kept`` asks for the formula that reads the kept output, whatever the notation writes.
        """
        if isinstance(node, Derivative):
            return self._slope(self.graph.node_of[self.graph.loss], node.wrt)
        if not isinstance(node, Partial) or node.name not in self.step or node.latex:
            return None  # a δ has a letter of its own so that it need not be written out
        step = self.step[node.name]
        formula = step.formula if kept else self._written(step)
        # a sum over i inside the value of sample i would make i mean two things
        clash = target.sampled and any(isinstance(part, SumOver) for part in walk(formula))
        body = node if clash or size(formula) > LONGEST else formula
        seen = node.role is Role.ADJOINT and self.first_reader.get(node.name) != target
        return Marked(body, node) if seen else body

    def _written(self, step: Step) -> Expression:
        """Return a step's formula in the form that the notation puts into others."""
        lines = step.working
        if self.notation.through_output or not lines or step.rule not in (LOCAL, FROM_LOSS):
            return step.formula
        if lines[-1].rule.key == "through_output":
            return lines[-2].formula
        return step.formula


def _left_of_entries(formula: Expression, consumers: list[Node]) -> tuple[Line, ...]:
    """Return what a product entry by entry comes down to, if something in it cancels."""
    left = left_of_entries(formula)
    closing = getattr(consumers[0].op, "closing", None)
    if left and closing and (line := closing(left[-1].formula)):
        return (*left, line)
    return left


def _between(graph: Graph, asked: tuple[Variable, ...]) -> set[Variable]:
    """Return the variables that lie on a path from an asked one to the loss, ends included."""
    after = set(asked)
    for node in graph.nodes:
        if any(name in after for name in node.inputs):
            after.add(node.output)
    before = {graph.loss}
    for node in reversed(graph.nodes):
        if node.output in before:
            before.update(node.inputs)
    return after & before


def _without_ones(node: Expression) -> Expression | None:
    """Leave a factor of 1 out, as of a bias: ``1 · -(y - ŷ)`` comes to ``-(y - ŷ)``."""
    if not isinstance(node, Mul) or ONE not in node.factors:
        return None
    kept = tuple(factor for factor in node.factors if factor != ONE) or (ONE,)
    inner = tuple(rewrite(factor, _without_ones) for factor in kept)
    return inner[0] if len(inner) == 1 else Mul(inner, node.dot)


def _flat(formula: Expression) -> Expression:
    """Let products inside dotted products stand in one row, as on the blackboard; sums likewise."""

    def change(node: Expression) -> Expression | None:
        if isinstance(node, Add) and any(isinstance(term, Add) for term in node.terms):
            terms = [_flat(term) for term in node.terms]
            return Add(tuple(part for term in terms for part in _terms(term)))
        if not (isinstance(node, Mul) and node.dot):
            return None
        row: list[Expression] = []
        for factor in node.factors:
            flat = _flat(factor)
            dotted = isinstance(flat, Mul) and flat.dot
            row.extend(flat.factors if isinstance(flat, Mul) and dotted else (flat,))
        return Mul(tuple(row), dot=True)

    return rewrite(formula, change)


def _terms(formula: Expression) -> tuple[Expression, ...]:
    return formula.terms if isinstance(formula, Add) else (formula,)

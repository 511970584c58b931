"""A value reaches the loss along several paths, and one of them is left out."""

from collections.abc import Iterator

from derive.check.mistake import Mistake, Slip
from derive.check.work import Work
from derive.core.expression import Add, Expression, Partial, Role, Variable, walk
from derive.core.text import Text


def slips(work: Work) -> Iterator[Slip]:
    """Leave out each path; with three or more, also keep only one of them."""
    for step in work.chained:
        terms = step.result.terms if isinstance(step.result, Add) else ()
        for place, term in enumerate(terms):
            rest = (*terms[:place], *terms[place + 1 :])
            left = rest[0] if len(rest) == 1 else Add(rest)
            yield Slip({step.target: left}, {"through": _through(term, work.graph.loss)})
            if len(terms) > 2:
                yield Slip({step.target: term}, {"through": _OTHERS})


def _through(term: Expression, loss: Variable) -> Variable:
    """Return the variable by which a path goes on to the loss."""
    found = (p.wrt for p in walk(term) if isinstance(p, Partial) and p.role is Role.ADJOINT)
    return next(found, loss)


_OTHERS = Text("more than one other variable", "其他不只一個變數")
MISTAKE = Mistake(
    key="path_lost",
    title=Text("a path is missing", "漏掉一條路徑"),
    comment=Text(
        "In {step} a path is missing. Look in the forward pass where this value is used: each use "
        "is a path to the loss, and what comes back along all of them is added.",
        "{step} 漏掉了一條路徑。請在前向傳遞中找出這個值用在哪些地方："
        "每一處都是通往損失函數的一條路徑，傳回來的梯度要全部相加。",
    ),
    reveal=Text(
        "The path through {through} is missing: {step} is {right}.",
        "漏掉的是經過 {through} 的路徑：{step} 應為 {right}。",
    ),
    slips=slips,
    rank=20,
)

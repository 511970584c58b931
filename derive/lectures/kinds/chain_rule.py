"""The chain rule in general: any functions, their little graph read off as a formula."""

from collections.abc import Iterator

from derive.blackboard.general_chain import general_chain
from derive.core.ordinary import ordinary
from derive.core.text import Text
from derive.lectures.pieces import Derived, Piece
from derive.lectures.spec import Spec

SHOWS = Text("the chain rule for any functions", "任意函數的連鎖律")


def pieces(spec: Spec) -> Iterator[Piece]:
    """Yield the equations and the rule; ``nabla: yes`` calls the derivative ``∇_x z`` first."""
    checked = spec.checked("equations", "nabla", short="equations")
    lines = checked.at("equations")
    chain = lines.reading(lambda: general_chain(lines.words()))
    yield Derived(chain.board(nabla=checked.at("nabla").yes()).rows, ordinary(chain.graph))

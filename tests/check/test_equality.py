"""The exact comparison: its bounds, its derivatives, samples, matrices, look-ups, hostile input."""

import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from networks import DEEP, LINEAR, LOGISTIC, OPAQUE, PLAIN, RELU, SAMPLED, SIGMOID, Network

from derive.check.environment import Environment
from derive.check.equality import compare
from derive.check.field import is_prime, rational, tower
from derive.check.precise import DIGITS
from derive.check.signature import ratio, signature
from derive.check.verdict import DOMAIN, SHAPES, Method, UnanswerableError, UndefinedError, Verdict
from derive.core.expression import (
    Add,
    Call,
    Derivative,
    Div,
    Expression,
    Hadamard,
    Marked,
    MatMul,
    Mul,
    Neg,
    Number,
    Partial,
    Pow,
    Role,
    SumOver,
    Total,
    Transpose,
    Variable,
    exp,
    number,
)
from derive.core.graph import Graph
from derive.operations.equation import equation

ALL = [LINEAR, SIGMOID, SAMPLED, RELU, LOGISTIC, DEEP, OPAQUE]


# ---- the field --------------------------------------------------------------------------------


def test_every_level_of_the_tower_divides_the_next() -> None:
    levels = tower(6, seed=1)
    assert all(is_prime(level.prime) for level in levels)
    assert levels[0].prime.bit_length() == 61
    for below, level in pairwise(levels):
        assert pow(level.generator, below.prime, level.prime) == 1 != level.generator


def test_other_seeds_give_other_primes() -> None:
    assert len({tower(0, seed)[0].prime for seed in range(20)}) == 20


@settings(max_examples=50, deadline=None)
@given(st.fractions(-30, 30, max_denominator=1000))
def test_a_fraction_is_recovered_from_its_residue(value: Fraction) -> None:
    level = tower(0, 3)[0]
    assert rational(level.number(value), level.prime) == value


def test_a_random_residue_is_no_small_fraction() -> None:
    level = tower(0, 3)[0]
    found = [rational(level.random("any", i), level.prime) for i in range(300)]
    assert not any(found)


# ---- what is said of a verdict ----------------------------------------------------------------


def test_equal_comes_with_an_error_bound_and_different_is_a_proof() -> None:
    right = SIGMOID.judge("dE/dw_1", r"dE/da_1 \cdot a_1 (1-a_1) x_1")
    wrong = SIGMOID.judge("dE/dw_1", r"dE/da_1 \cdot a_1 (1-a_1) x_2")
    assert right.error_bound is not None
    assert 0 < right.error_bound < 1e-25
    assert (wrong.verdict, wrong.method, wrong.error_bound) == (
        Verdict.DIFFERENT,
        Method.EXACT,
        0.0,
    )


def test_no_bound_is_claimed_where_no_theorem_gives_one() -> None:
    judgement = PLAIN.judge(r"\ln(a b)", r"\ln a + \ln b")
    assert (judgement.verdict, judgement.method) == (Verdict.EQUAL, Method.PRECISE)
    assert judgement.error_bound is None


@pytest.mark.parametrize("seed", range(12))
def test_the_verdict_does_not_depend_on_the_seed(seed: int) -> None:
    assert SIGMOID.verdict("dE/da_1", "dE/dz_3 w_5 + dE/dz_4 w_7", seed) is Verdict.EQUAL
    assert SIGMOID.verdict("dE/da_1", "dE/dz_3 w_5 + dE/dz_4 w_8", seed) is Verdict.DIFFERENT
    assert RELU.verdict("h_1", r"\frac{z_1 + |z_1|}{2}", seed) is Verdict.EQUAL
    assert RELU.verdict("dL/dh_1", r"2(\hat{y}-y) v u_1", seed) is Verdict.DIFFERENT
    assert LOGISTIC.verdict("L", r"\ln(1 + e^{z}) - y z", seed) is Verdict.EQUAL


def test_a_seed_is_drawn_in_secret_and_reproduces_the_environment() -> None:
    one, other = Environment.of(LINEAR.graph), Environment.of(LINEAR.graph)
    again = Environment.of(LINEAR.graph, seed=one.seed)
    loss = LINEAR.graph.loss
    assert one.seed != other.seed
    assert signature(loss, one) == signature(loss, again) != signature(loss, other)


def test_a_function_that_is_wrong_where_the_other_side_is_defined_says_so() -> None:
    judgement = LOGISTIC.judge(r"\ln(1 - a)", r"\ln(a - 1)")
    assert (judgement.verdict, judgement.reason) == (Verdict.DIFFERENT, DOMAIN)


# ---- derivatives ------------------------------------------------------------------------------


@pytest.mark.parametrize("network", ALL)
def test_every_partial_agrees_with_finite_differences(network: Network) -> None:
    """The dual numbers against a central difference of sixty digits, x cut free of its formula."""
    environment = network.environment()
    program = environment.program
    point = environment.spare(1)
    step = Fraction(1, 10**18)
    names = [name for name in (*program.leaves, *program.formulas) if not name.sampled]
    for wrt in names:
        if wrt in program.counts or wrt == network.graph.loss:
            continue
        here = point.real().names.find(wrt)
        moved = [_loss_with(network, wrt, here + sign * float(step)) for sign in (1, -1)]
        slope = (moved[0] - moved[1]) / (2 * float(step))
        found = point.real().value(Partial(network.graph.loss, wrt))
        assert abs(slope - found) < 1e-10 * max(1, abs(found))


def _loss_with(network: Network, wrt: Variable, value: object) -> object:
    real = network.environment().point(1_001).real()
    real.names.values[wrt] = value  # kept values win over formulas: this cuts wrt free
    return real.value(network.graph.loss)


def test_a_second_derivative_is_the_derivative_of_the_first() -> None:
    z, w = SIGMOID.names["z_3"], SIGMOID.names["w_5"]
    loss = SIGMOID.graph.loss
    nested = Derivative(Partial(loss, z), w)
    assert compare(nested, Partial(Partial(loss, z), w), SIGMOID.environment()).equal
    assert SIGMOID.read(r"\frac{\partial^2 E}{\partial z_3 \partial w_5}") == Partial(
        Partial(loss, w), z
    )


def test_partials_in_either_order_are_equal() -> None:
    assert SIGMOID.judge(
        r"\frac{\partial^2 E}{\partial w_1 \partial w_7}",
        r"\frac{\partial^2 E}{\partial w_7 \partial w_1}",
    ).equal


# ---- samples ----------------------------------------------------------------------------------


def test_the_number_of_samples_is_tried_with_several_values() -> None:
    counts = {point.samples for point in SAMPLED.environment().points}
    assert {2, 3, 4} < counts
    assert max(filter(None, counts)) in (5, 6)


def test_with_a_fixed_number_of_samples_its_value_may_be_written() -> None:
    fixed = Environment.of(SAMPLED.graph, samples=3, seed=2)
    left = SAMPLED.read("dL/db")
    three = SAMPLED.read(r"-\frac{2}{3} \sum_{i=1}^{3} (y_i - \hat{y}_i)")
    assert compare(left, three, fixed).equal
    assert compare(left, three, SAMPLED.environment()).verdict is not Verdict.EQUAL


def test_given_values_may_stand_for_their_names() -> None:
    names = LINEAR.names
    pinned = Environment.of(LINEAR.graph, values={names["x_1"]: 0.1, names["y"]: 3}, seed=5)
    left = LINEAR.read("dL/dw_{1,1}")
    assert compare(left, LINEAR.read(r"-(3-\hat{y}) w_{3,1} \cdot 0.1"), pinned).equal
    assert compare(left, LINEAR.read(r"-(3-\hat{y}) w_{3,1} \cdot 0.2"), pinned).different


def test_given_samples_may_stand_for_their_sum() -> None:
    names = SAMPLED.names
    values = {names["x_i"]: (1.0, 2.0, 4.5), names["n"]: 3.0}
    pinned = Environment.of(SAMPLED.graph, values=values, seed=5)
    assert compare(SAMPLED.read(r"\sum_{i=1}^{n} x_i"), SAMPLED.read("7.5"), pinned).equal


# ---- matrices ---------------------------------------------------------------------------------


def _matrix_network(inputs: int, hidden: int, batch: int) -> tuple[Graph, dict[str, Variable]]:
    shapes = {"X": (inputs, batch), "Y": (2, batch), "W": (hidden, inputs), "b": (hidden, 1)}
    shapes |= {"V": (2, hidden), "c": (2, 1)}
    leaf = {key: Variable(key, key, Role.PARAMETER, shape) for key, shape in shapes.items()}
    z, a = Variable("Z", "Z", shape=(hidden, batch)), Variable("A", "A", shape=(hidden, batch))
    o, loss = Variable("O", "O", shape=(2, batch)), Variable("L", "L")
    sigmoid = SIGMOID.functions["sigmoid"]
    gap = Add((o, Neg(leaf["Y"])))
    nodes = (
        equation(z, Add((MatMul((leaf["W"], leaf["X"])), leaf["b"]))),
        equation(a, Call(sigmoid, (z,))),
        equation(o, Add((MatMul((leaf["V"], a)), leaf["c"]))),
        equation(loss, Div(Total(Hadamard((gap, gap))), number(2))),
    )
    return Graph(tuple(leaf.values()), nodes), leaf | {"Z": z, "A": a, "O": o, "L": loss}


@pytest.mark.parametrize("sizes", [(3, 2, 1), (2, 3, 3), (784, 128, 32)])
def test_matrix_gradients_are_told_from_those_with_a_transpose_lost(
    sizes: tuple[int, int, int],
) -> None:
    graph, v = _matrix_network(*sizes)
    environment = Environment.of(graph, seed=11)
    gap = Add((v["O"], Neg(v["Y"])))
    slope = Hadamard((v["A"], Add((number(1), Neg(v["A"])))))
    back = MatMul((Transpose(v["V"]), gap))
    delta = Hadamard((back, slope))
    right = MatMul((delta, Transpose(v["X"])))
    assert compare(Partial(v["L"], v["W"]), right, environment).equal
    assert compare(Partial(v["L"], v["Z"]), delta, environment).equal
    assert compare(Partial(v["L"], v["b"]), Total(delta, 1), environment).equal
    assert compare(Partial(v["L"], v["V"]), MatMul((gap, Transpose(v["A"]))), environment).equal
    assert compare(
        Partial(v["L"], v["W"]), MatMul((back, Transpose(v["X"]))), environment
    ).different
    lost = compare(Partial(v["L"], v["W"]), MatMul((delta, v["X"])), environment)
    assert lost.different
    turned = compare(Partial(v["L"], v["W"]), Transpose(right), environment)
    assert (turned.verdict, turned.reason) == (Verdict.DIFFERENT, SHAPES)


def test_columns_side_by_side_can_only_mean_entry_by_entry() -> None:
    graph, v = _matrix_network(3, 2, 1)
    environment = Environment.of(graph, seed=11)
    assert compare(MatMul((v["A"], v["Z"])), Hadamard((v["A"], v["Z"])), environment).equal


def test_the_derivative_of_a_matrix_by_a_matrix_is_undecided() -> None:
    graph, v = _matrix_network(3, 2, 1)
    judgement = compare(Partial(v["Z"], v["W"]), v["X"], Environment.of(graph, seed=1))
    assert judgement.undecided
    assert judgement.reason is not None


# ---- names of the student's -------------------------------------------------------------------


def test_a_student_may_define_a_name_and_differentiate_it() -> None:
    delta = Variable("delta", r"\delta")
    environment = SIGMOID.environment().define({delta: SIGMOID.read("dE/dz_3")})
    product = Mul((delta, SIGMOID.names["a_1"]))
    assert compare(SIGMOID.read("dE/dw_5"), product, environment).equal
    assert compare(
        Partial(delta, SIGMOID.names["t_1"]), Neg(SIGMOID.read("do_1/dz_3")), environment
    ).equal
    assert compare(delta, SIGMOID.read("o_1 - t_1"), environment).different


def test_the_names_of_one_student_mean_nothing_to_another() -> None:
    delta = Variable("delta", r"\delta")
    shared = SIGMOID.environment()
    for text in ("dE/dz_3", "dE/dz_4"):
        own = shared.define({delta: SIGMOID.read(text)})
        assert compare(delta, SIGMOID.read(text), own).equal
        square = Call(SIGMOID.functions["sigmoid"], (delta,))
        assert compare(square, Call(SIGMOID.functions["sigmoid"], (SIGMOID.read(text),)), own).equal
    assert compare(delta, SIGMOID.read("dE/dz_3"), shared).undecided


def test_a_kink_in_a_students_name_is_seen_from_both_sides() -> None:
    own = Variable("u", "u")
    environment = LINEAR.environment().define({own: LINEAR.read(r"\max(0, x_1 - 3)")})
    assert compare(own, number(0), environment).different
    assert compare(own, Mul((number(1), own)), environment).equal
    assert compare(own, number(0), environment).different


@pytest.mark.parametrize(
    "definitions",
    [
        {"u": "u + 1"},  # circular
        {"u": "v", "v": "u"},
        {"h_1": "x_1"},  # redefines a given name
        {"x_1": "h_1"},
        {"u": "nowhere"},
    ],
)
def test_circular_and_redefining_definitions_are_refused(definitions: dict[str, str]) -> None:
    names = LINEAR.names | {key: Variable(key, key) for key in ("u", "v", "nowhere")}

    def formula(text: str) -> Expression:
        return Add((names[text.split(" ")[0]], number(1)))

    with pytest.raises(UnanswerableError):
        LINEAR.environment().define({names[k]: formula(text) for k, text in definitions.items()})


def test_marked_parts_count_as_what_they_are() -> None:
    gap = LINEAR.read(r"\hat{y} - y")
    marked = Mul((Marked(gap, LINEAR.names["L"]), LINEAR.names["h_1"]))
    assert compare(marked, LINEAR.read("dL/dw_{3,1}"), LINEAR.environment()).equal


# ---- looking up and naming --------------------------------------------------------------------


def test_equal_formulas_have_equal_signatures_and_others_have_not() -> None:
    texts = ["dE/dw_5", r"(o_1-t_1) o_1 (1-o_1) a_1", r"a_1 \sigma'(z_3) (o_1 - t_1)"]
    found = {signature(SIGMOID.read(text), SIGMOID.environment()) for text in texts}
    wrong = signature(SIGMOID.read("(o_1-t_1) o_1 a_1"), SIGMOID.environment())
    assert len(found) == 1
    assert wrong not in found | {None}
    assert signature(SIGMOID.read("1/(o_1 - o_1)"), SIGMOID.environment()) is None


def test_a_value_that_is_the_same_for_every_sample_has_the_signature_of_one() -> None:
    environment = SAMPLED.environment()
    one = signature(SAMPLED.read(r"d\hat{y}_i/db"), environment)
    assert one == signature(number(1), environment)


@pytest.mark.parametrize(
    ("network", "left", "right", "constant", "power"),
    [
        (LINEAR, r"(y-\hat{y}) w_{3,1} x_1", "dL/dw_{1,1}", Fraction(-1), 0),
        (LINEAR, r"2(\hat{y}-y) w_{3,1} x_1", "dL/dw_{1,1}", Fraction(2), 0),
        (LINEAR, r"-\frac37 L", "L", Fraction(-3, 7), 0),
        (SAMPLED, r"-2\sum_{i=1}^{n} x_i (y_i-\hat{y}_i)", "dL/dw", Fraction(1), 1),
        (SAMPLED, r"-\frac{1}{n^2}\sum_{i=1}^{n} x_i (y_i-\hat{y}_i)", "dL/dw", Fraction(1, 2), -1),
        (SAMPLED, r"-2(y_i-\hat{y}_i)", r"\frac{\partial L}{\partial \hat{y}_i}", Fraction(1), 1),
        (RELU, r"(\hat{y}-y) h_3", "dL/dv", Fraction(1, 2), 0),
    ],
)
def test_a_constant_ratio_is_recovered_exactly(
    network: Network, left: str, right: str, constant: Fraction, power: int
) -> None:
    found = ratio(network.read(left), network.read(right), network.environment())
    assert found is not None
    assert (found.constant, found.power) == (constant, power)
    assert (found.count is None) == (power == 0)


def test_there_is_no_ratio_where_more_than_a_constant_differs() -> None:
    environment = LINEAR.environment()
    assert ratio(LINEAR.read("L x_1"), LINEAR.read("L"), environment) is None
    assert ratio(LINEAR.read("x_1 - x_1"), LINEAR.read("0"), environment) is None
    assert ratio(LINEAR.read("0"), LINEAR.read("L"), environment) is None


# ---- what must not be taken for an answer -----------------------------------------------------


def _x(power: int = 1) -> Expression:
    return Pow(LINEAR.names["x_1"], number(power))


def _nested(depth: int) -> Expression:
    tree: Expression = LINEAR.names["x_1"]
    for _ in range(depth):
        tree = Neg(tree)
    return tree


def _tower(height: int) -> Expression:
    tree: Expression = LINEAR.names["x_1"]
    for _ in range(height):
        tree = exp(tree)
    return tree


def _repeated(key: str, times: int) -> Expression:
    tree: Expression = LINEAR.names["x_1"]
    for _ in range(times):
        tree = Call(SIGMOID.functions[key], (tree,))
    return tree


@pytest.mark.parametrize(
    "hostile",
    [
        _x(65),
        Pow(Pow(Pow(_x(64), number(64)), number(64)), number(64)),
        Pow(number(9), Pow(number(9), Pow(number(9), number(9)))),
        Pow(number(2), Pow(number(10), number(9))),
        _nested(5_000),
        Add((_x(),) * 20_000),
        _tower(40),
        _repeated("sigmoid", 40),
        Div(number(1), Add((_x(), Neg(_x())))),
        Number(float("nan")),
        Number(float("inf")),
        SumOver("i", number(10**9), Add((_x(), number(1)))),
        Variable("never_heard_of", "q"),
        Partial(Variable("never_heard_of", "q"), LINEAR.names["x_1"]),
        Partial(LINEAR.graph.loss, Variable("never_heard_of", "q")),
        Call(SIGMOID.functions["max"], (_x(),), 1),
        Hadamard((_x(), _repeated("mish", 30))),
    ],
    ids=lambda tree: type(tree).__name__,
)
def test_hostile_formulas_are_never_equal_never_wrong_and_never_an_error(
    hostile: Expression,
) -> None:
    for left, right in ((hostile, number(0)), (number(0), hostile)):
        judgement = compare(left, right, LINEAR.environment())
        assert judgement.verdict is not Verdict.EQUAL
        if judgement.undecided:
            assert judgement.reason is not None


@pytest.mark.parametrize("key", ["mish", "silu", "elu", "leaky_relu", "tanh", "gelu_tanh"])
def test_functions_nested_in_each_other_do_not_multiply_the_work(key: str) -> None:
    assert compare(_repeated(key, 5), _repeated(key, 5), LINEAR.environment()).equal
    assert not compare(_repeated(key, 5), _repeated(key, 4), LINEAR.environment()).equal


def test_a_sum_of_numbers_is_multiplied_and_not_counted_out() -> None:
    million = SumOver("k", number(10**6), LINEAR.names["x_1"])
    assert compare(million, Mul((number(10**6), _x())), LINEAR.environment()).equal


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**62), st.integers(2, 2**61), st.sampled_from(["x_1", "y", "w_{1,1}"]))
def test_no_multiple_of_a_number_guessed_in_advance_is_overlooked(
    seed: int, factor: int, name: str
) -> None:
    """The attack on a fixed prime p: adding p·x, which is 0 modulo p."""
    environment = Environment.of(LINEAR.graph, seed=seed)
    for guess in (factor, 2**61 - 1, 2**31 - 1, 10**9 + 7):
        added = Add((LINEAR.graph.loss, Mul((number(guess), LINEAR.names[name]))))
        assert compare(LINEAR.graph.loss, added, environment).different


# ---- random formulas --------------------------------------------------------------------------

_LEAVES = st.sampled_from([*LINEAR.names.values(), number(2), number(Fraction(1, 3))])
_TREES = st.recursive(
    _LEAVES,
    lambda part: st.one_of(
        st.tuples(part, part).map(Add),
        st.tuples(part, part).map(Mul),
        part.map(Neg),
        part.map(lambda p: Call(SIGMOID.functions["sigmoid"], (p,))),
        part.map(lambda p: Call(SIGMOID.functions["relu"], (p,))),
        part.map(lambda p: Pow(p, number(2))),
    ),
    max_leaves=8,
)


@settings(max_examples=12, deadline=None)
@given(_TREES, _TREES, _TREES)
def test_the_laws_of_arithmetic_hold_for_random_formulas(
    a: Expression, b: Expression, c: Expression
) -> None:
    environment = LINEAR.environment()
    assert compare(Mul((a, Add((b, c)))), Add((Mul((c, a)), Mul((a, b)))), environment).equal
    assert compare(Add((a, Neg(b))), Neg(Add((b, Neg(a)))), environment).equal


@settings(max_examples=60, deadline=None)
@given(_TREES, _LEAVES)
def test_a_small_change_is_always_seen(tree: Expression, leaf: Expression) -> None:
    environment = LINEAR.environment()
    grain = Mul((number(Fraction(1, 10**12)), leaf))
    assert compare(tree, Add((tree, grain)), environment).different


@settings(max_examples=40, deadline=None)
@given(_TREES)
def test_residues_and_real_numbers_agree_on_what_is_equal(tree: Expression) -> None:
    """Two arithmetics that share no code below the formula: primes, and sixty digits."""
    environment = LINEAR.environment()
    other = Mul((Add((tree, number(1))), Add((tree, Neg(number(1))))))
    square = Add((Pow(tree, number(2)), Neg(number(1))))
    real = environment.spare(0).real()
    try:
        gap = abs(real.value(other) - real.value(square))
    except UndefinedError:  # σ(w⁸) needs a power of e that nobody computes
        reject()
    assert compare(other, square, environment).equal
    assert gap <= 10 ** -(DIGITS // 2) * max(1, abs(real.value(square)))


# ---- masks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", [1, 2, 5, 9])
def test_a_mask_lost_is_seen_though_almost_every_random_point_has_a_dead_unit(lost: int) -> None:
    layers = 9
    net = _chain(layers, r"\operatorname{ReLU}")
    masks = [rf"\operatorname{{step}}(z_{{{k}}})" for k in range(1, layers + 1)]
    weights = "".join(f"w_{{{k}}}" for k in range(2, layers + 1))
    start = f"2(a_{{{layers}}} - y) {weights} x"
    assert net.verdict("dL/dw_{1}", " ".join([start, *masks])) is Verdict.EQUAL
    del masks[lost - 1]
    assert net.verdict("dL/dw_{1}", " ".join([start, *masks])) is Verdict.DIFFERENT
    assert net.verdict("dL/dw_{1}", "0") is Verdict.DIFFERENT


MASKED = Network(
    r"""
    z_1 = w_1 x_1 + w_2 x_2 + b_1
    z_2 = w_3 x_1 + w_4 x_2 + b_2
    h_1 = \operatorname{ReLU}(z_1)
    h_2 = \operatorname{ReLU}(z_2)
    z_3 = u_1 h_1 + u_2 h_2 + b_3
    z_4 = u_3 h_1 + u_4 h_2 + b_4
    h_3 = \operatorname{ReLU}(z_3)
    h_4 = \operatorname{ReLU}(z_4)
    z_5 = v_1 h_3 + v_2 h_4 + b_5
    p = \sigma(z_5)
    L = -y \ln p - (1-y) \ln(1-p)
    """,
    "x_1 x_2 y",
    "w_1 w_2 w_3 w_4 b_1 b_2 u_1 u_2 u_3 u_4 b_3 b_4 v_1 v_2 b_5",
)


@pytest.mark.parametrize("seed", range(6))
def test_masks_are_told_apart_under_a_loss_with_logarithms(seed: int) -> None:
    right = r"(p-y)(v_1 \operatorname{step}(z_3) u_1 + v_2 \operatorname{step}(z_4) u_3)"
    own, other = r"\operatorname{step}(z_1) x_1", r"\operatorname{step}(z_2) x_1"
    assert MASKED.verdict("dL/dw_1", right + own, seed) is Verdict.EQUAL
    for wrong in (
        right + other,
        right + "x_1",
        right.replace("z_3", "z_4") + own,
        right.replace("z_4", "z_3") + own,
        right.replace(r"\operatorname{step}(z_4)", "") + own,
        r"(p-y) v_1 \operatorname{step}(z_3) u_1" + own,
    ):
        assert MASKED.verdict("dL/dw_1", wrong, seed) is Verdict.DIFFERENT


# ---- networks deeper than the tower ----------------------------------------------------------


def _chain(layers: int, activation: str) -> Network:
    lines, below = [], "x"
    for k in range(1, layers + 1):
        lines += [
            f"z_{{{k}}} = w_{{{k}}} {below} + b_{{{k}}}",
            f"a_{{{k}}} = {activation}(z_{{{k}}})",
        ]
        below = f"a_{{{k}}}"
    lines.append(f"L = ({below} - y)^2")
    learnt = (f"w_{{{k}}} b_{{{k}}}" for k in range(1, layers + 1))
    return Network("\n".join(lines), "x y", " ".join(learnt))


@pytest.mark.parametrize(
    ("layers", "activation"), [(12, r"\sigma"), (20, r"\tanh"), (30, r"\sigma")]
)
def test_in_networks_deeper_than_the_tower_right_and_wrong_are_told_apart(
    layers: int, activation: str
) -> None:
    deep = _chain(layers, activation)
    slope = {r"\sigma": "a(1-a)", r"\tanh": "(1-a^2)"}[activation]
    factors = "".join(
        f"{slope.replace('a', f'a_{{{k}}}')} w_{{{k}}} " for k in range(layers, 1, -1)
    )
    first = slope.replace("a", "a_{1}")
    right = f"2(a_{{{layers}}} - y) {factors} {first} x"
    assert deep.verdict("dL/dw_{1}", right) is Verdict.EQUAL
    assert deep.verdict("dL/dw_{1}", right.replace("w_{3}", "w_{4}")) is Verdict.DIFFERENT
    assert deep.verdict("dL/dw_{1}", right.removesuffix("x")) is Verdict.DIFFERENT
    for name in ("a_{1}", f"a_{{{layers}}}"):
        z = name.replace("a", "z")
        assert deep.verdict(f"2 \\sigma(2 {z}) - 1", f"\\tanh({z})") is Verdict.EQUAL


# ---- cost -------------------------------------------------------------------------------------


def test_judging_plain_lines_needs_no_computer_algebra() -> None:
    """Import and one comparison, in a fresh process: no SymPy, NumPy or mpmath."""
    code = (
        "import sys; import derive.check.equality, derive.check.rounding;"
        "assert not {'sympy', 'numpy', 'mpmath'} & set(sys.modules), 'heavy import'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)

"""The gradients are right: for every built-in lesson and for hundreds of random networks."""

from itertools import pairwise

import numpy as np
import pytest
from random_graphs import random_graph

from derive.activations import load as load_function
from derive.core.derivation import Derivation, Phase, Step
from derive.core.expression import (
    Add,
    Call,
    Mul,
    Neg,
    Number,
    Partial,
    SumOver,
    Variable,
    rewrite,
    variables,
)
from derive.lessons import built_in, load
from derive.numeric.certificate import certify
from derive.numeric.interpret import Arithmetic, evaluate
from derive.numeric.run import run
from derive.passes import derive
from derive.render.putting_in import DOTS
from derive.render.solution import solve


def gradients(sample):
    derivation = derive(sample.graph)
    values = run(derivation, sample.values)
    return {name: values[step.target] for name, step in derivation.gradients.items()}


def loss(graph, values):
    known = dict(values)
    for node in graph.nodes:
        known[node.output] = evaluate(node.formula, known)
    return known[graph.loss]


def difference_quotient(sample, name):
    """Central differences at two widths, the error of the wider one taken out (Richardson)."""

    def at(width):
        up = loss(sample.graph, {**sample.values, name: sample.values[name] + width})
        down = loss(sample.graph, {**sample.values, name: sample.values[name] - width})
        return (up - down) / (2 * width)

    return (4 * at(5e-4) - at(1e-3)) / 3


@pytest.mark.parametrize("seed", range(150))
def test_a_random_network_agrees_with_central_differences(seed):
    sample = random_graph(seed)
    for name, ours in gradients(sample).items():
        assert ours == pytest.approx(difference_quotient(sample, name), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("name", built_in())
def test_every_built_in_lesson_with_numbers_has_a_certificate(name):
    lesson = load(name)
    if lesson.has_values:
        certificate = solve(lesson).certificate
        assert certificate.ok
        assert set(certificate.gradients) == set(lesson.asked or lesson.parameters)


class Torch(Arithmetic):
    """PyTorch's own functions, by name."""

    def __init__(self, torch):
        functional = torch.nn.functional

        def stacked(values):
            tensors = [torch.as_tensor(value, dtype=torch.float64) for value in values]
            return torch.stack(torch.broadcast_tensors(*tensors))

        self.known = {
            **{
                k: getattr(torch, k)
                for k in [
                    "sigmoid",
                    "tanh",
                    "relu",
                    "exp",
                    "log",
                    "sin",
                    "cos",
                    "sqrt",
                    "abs",
                    "erf",
                    "sign",
                ]
            },
            **{k: getattr(functional, k) for k in ("elu", "softplus", "silu", "mish", "gelu")},
            "identity": lambda z: z,
            "leaky_relu": lambda z: functional.leaky_relu(z, 0.01),
            "gelu_tanh": lambda z: functional.gelu(z, approximate="tanh"),
            "max": lambda *z: stacked(z).amax(0),
            "min": lambda *z: stacked(z).amin(0),
            "step": lambda z: (z > 0).double(),
        }

    def call(self, function, arguments):
        return self.known[function.key](*arguments)


@pytest.mark.parametrize("seed", range(150, 220))
def test_a_random_network_agrees_with_pytorch(seed):
    torch = pytest.importorskip("torch")
    sample = random_graph(seed, equations=9)
    known = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for name, value in sample.values.items()
    }
    leaves = dict(known)
    for node in sample.graph.nodes:
        known[node.output] = evaluate(node.formula, known, Torch(torch))
    known[sample.graph.loss].backward()
    for name, ours in gradients(sample).items():
        theirs = leaves[name].grad
        assert ours == pytest.approx(0.0 if theirs is None else float(theirs), rel=1e-9, abs=1e-12)


def broken(derivation, number):
    """The same derivation with one backward step made wrong."""
    step = derivation.steps[number]
    wrong = Add((Mul((Number(1.7), step.result)), Number(0.3)))
    steps = list(derivation.steps)
    steps[number] = Step(step.phase, step.rule, step.target, wrong)
    return Derivation(derivation.givens, tuple(steps), derivation.loss, derivation.asked)


@pytest.mark.parametrize("name", ["two-layer-mlp-sigmoid", "three-layers", "linear-regression"])
def test_a_wrong_backward_step_is_noticed_wherever_it_stands(name):
    solution = solve(load(name))
    given = {leaf: solution.values[leaf] for leaf in solution.derivation.givens}
    for number, step in enumerate(solution.derivation.steps):
        if step.phase is Phase.BACKWARD:
            mutant = broken(solution.derivation, number)
            found = certify(solution.lesson.graph, mutant, given, ("forward_mode",))
            assert not found.ok, step.target.name


def mutants(step):
    """Textbook slips made inside the step itself."""
    yield Neg(step.result)
    if isinstance(step.result, Add):
        yield Add(step.result.terms[1:])
    if isinstance(step.result, SumOver):
        yield step.result.body
    if isinstance(step.result, Mul):
        yield step.result.factors[0]
        yield Add(step.result.factors)


def test_a_dropped_factor_path_or_sign_changes_some_gradient():
    for name in ("three-layers", "two-layer-mlp-sigmoid"):
        solution = solve(load(name))
        given = {leaf: solution.values[leaf] for leaf in solution.derivation.givens}
        truth = run(solution.derivation, given)
        for number, step in enumerate(solution.derivation.steps):
            for wrong in mutants(step) if step.phase is Phase.BACKWARD else ():
                steps = list(solution.derivation.steps)
                steps[number] = Step(step.phase, step.rule, step.target, wrong)
                mutant = Derivation(
                    solution.derivation.givens, tuple(steps), solution.derivation.loss
                )
                if np.isclose(run(mutant, given)[step.target], truth[step.target]):
                    continue  # a factor of 1 dropped changes nothing here
                found = run(mutant, given)
                asked = [s.target for s in solution.derivation.gradients.values()]
                assert any(not np.isclose(found[t], truth[t]) for t in asked), step.target.name


@pytest.mark.parametrize("name", built_in())
def test_every_line_of_a_solution_equals_the_next(name):
    lesson = load(name)
    if not lesson.has_values:
        return
    solution = solve(lesson)
    for block in solution.blocks:
        for line in block.lines:
            if DOTS in variables(line.expression):
                continue  # a sum over many samples is not written out
            if line.sample is None:
                worth = value(line.expression, solution.values)
            else:
                worth = evaluate(line.expression, {})
            due = block.value if line.sample is None else block.value[line.sample - 1]
            assert np.allclose(worth, due, rtol=1e-9), (block.number, line.expression)


def value(expression, values):
    """The value of a shown line; σ'(z) is the difference quotient of σ itself."""

    def prime(node):
        if not (isinstance(node, Call) and node.order == 1):
            return None
        z, width = np.asarray(evaluate(node.arguments[0], values)), 1e-5
        slope = (node.function.array(z + width) - node.function.array(z - width)) / (2 * width)
        stand_in = Variable(f"slope {len(known)}", "s")
        known[stand_in] = slope
        return stand_in

    known = dict(values)
    return evaluate(rewrite(expression, prime), known)


def test_what_is_kept_is_computed_once_and_read_from_there():
    solution = solve(load("two-layer-mlp"))
    targets = [step.target for step in solution.derivation.steps]
    assert len(targets) == len(set(targets))
    start = next(b for b in solution.blocks if b.target.name == "dL/d\\hat{y}")
    assert start.is_cached
    readers = [solution.blocks[n - 1] for n in start.read_by]
    marks = [next(r.cached for r in b.references if r.step == start.number) for b in readers]
    assert marks == [False] + [True] * (len(readers) - 1)


def test_every_partial_of_the_table_is_a_step_of_its_own():
    derivation = solve(load("three-layers")).derivation
    assert all(isinstance(step.target, Partial) for step in derivation.grad_table)
    assert len(derivation.grad_table) == len(derivation.phase(Phase.BACKWARD))


def test_a_chain_of_two_thousand_layers_is_no_deeper_than_its_steps():
    from derive.core.expression import Role
    from derive.core.graph import Graph
    from derive.operations.equation import equation

    tanh = load_function("tanh")
    first = Variable("w", "w", Role.PARAMETER)
    names = [first, *(Variable(f"a_{i}", f"a_{{{i}}}") for i in range(2000))]
    nodes = [equation(b, Call(tanh, (a,))) for a, b in pairwise(names)]
    derivation = derive(Graph((first,), tuple(nodes)))
    found = run(derivation, {first: 0.5})
    (step,) = derivation.gradients.values()
    z, slope = 0.5, 1.0
    for _ in nodes:
        z = np.tanh(z)
        slope *= 1 - z * z
    assert found[step.target] == pytest.approx(slope, rel=1e-9)

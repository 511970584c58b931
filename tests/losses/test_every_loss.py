"""Every loss of the folder: its formula against PyTorch, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive import losses
from derive.core.errors import LessonError
from derive.core.expression import ONE, Mul, SumOver, Variable, substitute
from derive.losses import OUTPUT, SAMPLES, TARGET, scale, term
from derive.numeric.dual import slope
from derive.numeric.interpret import FLOATS, evaluate

LOSSES = list(map(losses.load, losses.keys()))
every = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.key)
Y, Y_HAT = (Variable(name, name, sampled=True) for name in ("y_i", "h_i"))


def over_a_batch(loss):
    """Return the loss of a batch as one formula in Y, Y_HAT and SAMPLES."""
    body, _ = term(loss)
    summed = SumOver("i", SAMPLES, substitute(body, {TARGET: Y, OUTPUT: Y_HAT}))
    return Mul((scale(loss) or ONE, summed))


def in_torch(loss, torch):
    functional = torch.nn.functional
    return {
        "half_squared_error": lambda o, t: functional.mse_loss(o, t, reduction="sum") / 2,
        "squared_error": lambda o, t: functional.mse_loss(o, t, reduction="sum"),
        "mean_squared_error": functional.mse_loss,
        "half_mean_squared_error": lambda o, t: functional.mse_loss(o, t) / 2,
        "absolute_error": lambda o, t: functional.l1_loss(o, t, reduction="sum"),
        "mean_absolute_error": functional.l1_loss,
        "binary_cross_entropy": functional.binary_cross_entropy,
        "huber": lambda o, t: functional.huber_loss(o, t, reduction="sum"),
    }.get(loss.key)


def batches(loss):
    low, high = max(loss.range[0], -3.0), min(loss.range[1], 3.0)
    output = st.floats(low + 0.05, high - 0.05).map(lambda number: round(number, 6))
    target = st.floats(max(loss.targets[0], -3.0), min(loss.targets[1], 3.0))
    pair = st.tuples(target.map(lambda number: round(number, 3) + 1e-7), output)
    return st.lists(pair, min_size=1, max_size=5)


@every
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_value_and_slope_over_a_batch_agree_with_pytorch(loss, data):
    torch = pytest.importorskip("torch")
    if in_torch(loss, torch) is None:
        return  # softmax: see below, there the network and the loss are one function
    pairs = data.draw(batches(loss).filter(lambda batch: all(t <= 1 for t, _ in batch)))
    targets, outputs = map(np.array, zip(*pairs, strict=True))
    leaf = torch.tensor(outputs, requires_grad=True)
    theirs = in_torch(loss, torch)(leaf, torch.tensor(targets))
    theirs.backward()
    values = {Y: targets, Y_HAT: outputs, SAMPLES: float(len(pairs))}
    formula = over_a_batch(loss)
    assert evaluate(formula, values) == pytest.approx(theirs.item(), rel=1e-12)
    assert slope(formula, Y_HAT, values, FLOATS) == pytest.approx(leaf.grad.numpy(), rel=1e-11)


def test_softmax_cross_entropy_of_the_probabilities_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    logits, targets = np.array([0.3, -1.2, 2.0]), np.array([0.2, 0.5, 0.3])
    loss = losses.load("softmax_cross_entropy")
    assert loss.softmax
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(logits)[None], torch.tensor(targets)[None]
    )
    probabilities = np.exp(logits) / np.exp(logits).sum()
    formula, (target, output) = term(loss)
    ours = sum(
        evaluate(formula, {target: y, output: p})
        for y, p in zip(targets.tolist(), probabilities.tolist(), strict=True)
    )
    assert ours == pytest.approx(theirs.item(), rel=1e-12)


def test_the_huber_loss_is_smooth_where_its_two_branches_meet():
    formula, (target, output) = term(losses.load("huber"))
    for side in (1.0, -1.0):
        assert slope(formula, output, {target: 0.0, output: side}, FLOATS) == side


@every
def test_a_loss_is_found_by_its_key_and_each_of_its_other_names(loss):
    for name in (loss.key, *loss.names):
        assert losses.load(name) is loss
        assert losses.load(name.upper() if name in loss.names else name) is loss


def test_no_two_losses_share_a_name():
    names = [name for loss in LOSSES for name in (loss.key, *loss.names)]
    assert len(names) == len(set(names))


def test_a_misspelt_loss_is_refused_with_the_nearest_one():
    with pytest.raises(LessonError, match="Did you mean mean_squared_error"):
        losses.load("mean_square_error")


@every
def test_targets_inside_the_claimed_interval_are_accepted(loss):
    assert loss.complaint([0.25, 0.75]) is None


@pytest.mark.parametrize(
    ("key", "targets", "said"),
    [
        ("binary_cross_entropy", [1.5], "1.5"),
        ("softmax_cross_entropy", [1.0, 1.0], "2.0"),
        ("softmax_cross_entropy", [-0.5, 1.5], "-0.5"),
    ],
)
def test_impossible_targets_are_refused_with_the_number_that_is_wrong(key, targets, said):
    complaint = losses.load(key).complaint(targets)
    assert complaint is not None
    assert said in complaint.en
    assert said in complaint.zh

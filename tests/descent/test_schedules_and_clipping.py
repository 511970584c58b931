"""Learning rates that change, and gradients that are cut back, against PyTorch's."""

import pytest
import torch
from descents import went

from derive.core.errors import DeriveError
from derive.descent import Clipping, Stopping, make_plan
from derive.descent.machine import Machine
from derive.descent.schedules import keys
from derive.lessons import load
from derive.numeric.interpret import evaluate

STEPS = 24
SETTINGS = {
    "step": {"gamma": 0.5, "every": 5},
    "exponential": {"gamma": 0.9},
    "cosine": {"lowest": 0.01},
    "warmup": {"warmup": 6},
    "warmup_cosine": {"warmup": 6},
}


def rates(schedule, **settings):
    lesson = load("parabola")
    plan = make_plan(lesson, learning_rate=0.2, steps=STEPS, schedule=schedule, settings=settings)
    machine = Machine(lesson, plan)
    steps = [machine.rate_step(made) for made in range(STEPS)]
    return [evaluate(step.result, plan.constants) for step in steps]


def torch_rates(make):
    leaf = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([leaf], lr=0.2)
    schedule = make(optimizer)
    found = []
    for _ in range(STEPS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return found


@pytest.mark.parametrize(
    ("schedule", "make"),
    [
        ("step", lambda o: torch.optim.lr_scheduler.StepLR(o, 5, 0.5)),
        ("exponential", lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9)),
        ("cosine", lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, STEPS, 0.01)),
        ("warmup", lambda o: torch.optim.lr_scheduler.LinearLR(o, 1 / 6, 1.0, 5)),
    ],
)
def test_a_schedule_gives_the_frameworks_rates(schedule, make):
    assert rates(schedule, **SETTINGS[schedule]) == pytest.approx(torch_rates(make), rel=1e-12)


def test_after_the_warm_up_the_cosine_goes_down_to_nearly_zero():
    found = rates("warmup_cosine", warmup=6)
    assert found[:6] == pytest.approx([0.2 * k / 6 for k in range(1, 7)])
    assert found[6] == pytest.approx(0.2)
    assert found[5:] == sorted(found[5:], reverse=True)
    assert 0 < found[-1] < 0.01


@pytest.mark.parametrize("schedule", keys())
def test_the_rates_printed_are_the_rates_run(schedule):
    course = went(
        "parabola", learning_rate=0.2, steps=STEPS, schedule=schedule,
        settings=SETTINGS.get(schedule, {}),
    )  # fmt: skip
    printed = rates(schedule, **SETTINGS.get(schedule, {}))
    for here, after, rate in zip(course.iterates, course.iterates[1:], printed, strict=False):
        assert after.parameters[0] == pytest.approx(
            here.parameters[0] - rate * here.gradients[0], rel=1e-12, abs=1e-15
        )


def test_clipping_by_norm_turns_nothing_and_shortens_to_the_limit():
    course = went("bowl", clipping=Clipping(norm=5.0), steps=1)  # the gradient is (6, 8)
    assert course.last.parameters == pytest.approx((3 - 0.1 * 3, 4 - 0.1 * 4))


def test_clipping_by_norm_is_the_frameworks_but_for_its_millionth():
    leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (3.0, 4.0)]
    (leaves[0] ** 2 + leaves[1] ** 2).backward()
    torch.nn.utils.clip_grad_norm_(leaves, 5.0)
    theirs = [value.item() - 0.1 * value.grad.item() for value in leaves]
    ours = went("bowl", clipping=Clipping(norm=5.0), steps=1).last.parameters
    assert ours == pytest.approx(theirs, rel=1e-6)


def test_a_short_gradient_is_left_exactly_as_it_is():
    free = went("bowl", "adam")
    assert went("bowl", "adam", clipping=Clipping(norm=11.0)).iterates == free.iterates
    assert went("bowl", "adam", clipping=Clipping(value=8.0)).iterates == free.iterates


def test_clipping_by_value_cuts_each_entry():
    course = went("bowl", clipping=Clipping(value=7.0), steps=1)
    assert course.last.parameters == pytest.approx((3 - 0.6, 4 - 0.7))


def test_weights_are_cut_after_the_update():
    course = went("bowl", clipping=Clipping(weights=3.0), steps=1)
    assert course.last.parameters == pytest.approx((2.4, 3.0))  # 3.2 is cut


def test_a_gradient_of_zero_has_a_length_of_zero_and_is_not_divided_by_it():
    course = went("bowl", learning_rate=0.5, clipping=Clipping(norm=50.0), steps=3)
    assert course.last.parameters == (0.0, 0.0)


def test_limits_below_zero_and_two_ways_at_once_are_refused():
    lesson = load("bowl")
    for clipping in (Clipping(value=-1), Clipping(value=1, norm=1), Clipping(norm=float("nan"))):
        with pytest.raises(DeriveError):
            make_plan(lesson, clipping=clipping)
    with pytest.raises(DeriveError):
        make_plan(lesson, stopping=Stopping(gradient=-1))

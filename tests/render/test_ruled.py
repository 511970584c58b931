"""Tables for a terminal fit the page, and nothing in them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from derive.render.columns import width, wrap
from derive.render.ruled import ruled

WORDS = st.lists(st.sampled_from(["gradient", "η", "-0.4747", "損", "w_{1,1}", "a"]), min_size=1,
                 max_size=5).map(" ".join)  # fmt: skip


@st.composite
def tables(draw):
    columns = draw(st.integers(2, 9))
    row = st.lists(WORDS, min_size=columns, max_size=columns)
    return draw(row), draw(st.lists(row, min_size=1, max_size=4))


@given(tables(), st.integers(24, 90))
def test_no_line_is_wider_than_the_page(table, columns):
    head, rows = table
    lines = ruled(head, rows, columns)
    assert max(map(width, lines)) <= columns


@given(tables(), st.integers(24, 90))
def test_every_word_of_every_cell_is_there(table, columns):
    head, rows = table
    shown = " ".join(ruled(head, rows, columns)).replace("│", " ").split()
    for cell in (*head, *(cell for row in rows for cell in row)):
        for word in cell.split():
            assert word in shown


def test_a_table_that_cannot_be_narrow_enough_goes_on_below_with_its_first_column():
    head = ["name", *(f"column{n}" for n in range(8))]
    rows = [[name, *["1.23456789"] * 8] for name in ("one", "two")]
    lines = ruled(head, rows, 60)
    assert "" in lines
    assert sum(line.startswith("one") for line in lines) == 2


def test_a_small_table_is_left_as_it_is():
    assert ruled(["t", "w"], [["0", "-6"], ["10", "-5"]], 80) == [
        " t │  w",
        "───┼───",
        " 0 │ -6",
        "10 │ -5",
    ]


def test_a_held_space_keeps_a_formula_on_one_line():
    assert wrap("stable for η\u00a0<\u00a02/λ = 1 here", 18) == ["stable for η < 2/λ", "= 1 here"]
    assert wrap("it is η\u00a0<\u00a02", 9) == ["it is", "η < 2"]

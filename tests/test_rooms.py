"""The house: who may import whom, and that nobody goes round in circles."""

import ast
from pathlib import Path

import derive

HOUSE = Path(derive.__file__).parent
FLOORS = (
    ("core",),
    ("spelling",),
    ("reading", "typesetting"),
    ("activations", "notations"),
    ("losses", "optimizers"),
    ("rules",),
    ("calculus",),
    ("operations",),
    ("models", "passes"),
    ("lessons",),
    ("numeric",),
    ("descent", "figures", "blackboard", "alternatives"),
    ("depth",),
    ("render", "check"),
    ("feedback",),
    ("grade", "quiz"),
    ("lectures",),
    ("cli",),
)
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
ROOMS = sorted(entry.name for entry in HOUSE.iterdir() if (entry / "__init__.py").exists())


def imported_rooms(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {n.split(".")[1] for n in names if n.startswith("derive.")}
    return found


def test_every_room_has_a_floor():
    assert set(ROOMS) <= set(FLOOR)


def test_imports_go_downwards_only():
    wrong = []
    for room in ROOMS:
        for file in (HOUSE / room).rglob("*.py"):
            for other in imported_rooms(file) - {room, "__main__"}:
                if other in FLOOR and FLOOR[other] >= FLOOR[room]:
                    wrong.append(f"{file.relative_to(HOUSE)} imports {other}")
    assert wrong == []


def test_every_file_says_in_its_first_line_what_it_is_for():
    silent = [
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if not (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").strip()
    ]
    assert silent == []


def test_only_the_command_line_prints():
    printing = [
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if "cli" not in file.relative_to(HOUSE).parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


def test_no_code_is_made_from_text():
    forbidden = {"eval", "exec", "sympify", "parse_expr", "lambdify"}
    found = [
        f"{file.relative_to(HOUSE)}:{node.lineno} {name}"
        for file in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (name := getattr(node.func, "id", getattr(node.func, "attr", ""))) in forbidden
    ]
    assert found == []

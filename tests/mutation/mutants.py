"""Small faults, one at a time, in the source of rules and kernels, and how they are put in place.

Without the compiler every rule and kernel is a plain function: a fault replaces its code, wherever it was imported.
"""

from __future__ import annotations

import ast
import copy
import importlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType

import exchsim

SOURCES = Path(exchsim.__file__).parent
FOLDERS = ("rules", "kernels")
Undo = Callable[[], None]
Put = Callable[[], Undo]  # puts a fault in place; what it returns takes it out again

_COMPARED = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_CALCULATED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mod,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult,
}  # fmt: skip
_NEGATED_BELOW = ast.Compare | ast.UnaryOp | ast.Constant  # their own alternatives say it
_CALLED = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor"}


@dataclass(frozen=True)
class Mutant:
    """One fault. `place`: how many others of the same function come before it."""

    module: str  # such as rules.contact
    function: str  # empty for the constants of a module
    line: int  # where its statement begins
    place: int
    text: str  # the statement before -> after; a second one of the same text in a function ends in #2

    @property
    def name(self) -> str:
        """What a reason is filed under: stays right when lines move, and lapses when the statement changes."""
        return ".".join(filter(None, (self.module, self.function))) + ": " + self.text

    @property
    def file(self) -> str:
        return self.module.replace(".", "/") + ".py"


def alternatives(node: ast.AST, again: set[ast.Name]) -> Iterator[ast.AST]:
    """What may stand in place of a part of a function: most of it one sign, number, index or statement away.

    again: where a variable is set that has a value already; without the statement that sets it first nothing would run.
    """
    match node:
        case ast.Compare(ops=[op]):
            yield from (ast.Compare(node.left, [other()], node.comparators) for other in _COMPARED.get(type(op), ()))
        case ast.BinOp(op=op) if type(op) in _CALCULATED:
            yield ast.BinOp(node.left, _CALCULATED[type(op)](), node.right)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield node.operand
        case ast.BoolOp(op=op):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float()):
            yield from (ast.Constant(value) for value in (node.value + 1, 0 * node.value) if value != node.value)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield ast.Call(ast.Name(_CALLED[name], ast.Load()), node.args, node.keywords)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _CALLED:
            yield ast.Call(ast.Attribute(node.func.value, _CALLED[name], ast.Load()), node.args, node.keywords)
        case ast.Call(func=ast.Name(id="abs")):
            yield node.args[0]
        case ast.Subscript(slice=ast.Tuple(elts=[ast.Name() as i, ast.Name() as j, *rest])):
            yield ast.Subscript(node.value, ast.Tuple([j, i, *rest], ast.Load()), node.ctx)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not isinstance(test, _NEGATED_BELOW):
            negated = copy.copy(node)
            negated.test = ast.UnaryOp(ast.Not(), test)
            yield negated
        case ast.AugAssign(op=op):
            if type(op) in _CALCULATED:
                yield ast.AugAssign(node.target, _CALCULATED[type(op)](), node.value)
            yield ast.Pass()
        case ast.Assign() if all(_kept(target, again) for target in node.targets):
            yield ast.Pass()
        case ast.Expr(value=ast.Call()) | ast.Return(value=None):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()


def _kept(target: ast.expr, again: set[ast.Name]) -> bool:
    """Would leaving out the assignment be more than a name that does not exist?"""
    if isinstance(target, ast.Tuple):
        return all(_kept(part, again) for part in target.elts)
    return not isinstance(target, ast.Name) or target in again


def _set_again(function: ast.AST) -> set[ast.Name]:
    known = {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}
    found = set()
    for _, _, part, _ in _slots(function, function):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found |= {part} if part.id in known else set()
            known.add(part.id)
    return found


def _slots(owner: ast.AST, statement: ast.stmt) -> Iterator[tuple[list | dict, int | str, ast.AST, ast.stmt]]:
    """Every part below a node, where it hangs and in which statement."""
    for field, value in ast.iter_fields(owner):
        holder, keys = (value, range(len(value))) if isinstance(value, list) else (owner.__dict__, (field,))
        for key in keys:
            part = holder[key]
            if isinstance(part, ast.AST):
                inside = part if isinstance(part, ast.stmt) else statement
                yield holder, key, part, inside
                yield from _slots(part, inside)


def _faults(function: ast.AST) -> Iterator[tuple[ast.stmt, ast.stmt, str]]:
    """Puts one alternative after the other into a function, and takes each out again.

    Yields the statement as it was, how it is now, and as it was in words, each for every alternative.
    """
    again = _set_again(function)
    for holder, key, part, statement in _slots(function, function):
        before = ""
        for changed in alternatives(part, again):
            before = before or _head(statement)
            holder[key] = changed
            yield statement, (changed if part is statement else statement), before
            holder[key] = part


def _head(statement: ast.stmt) -> str:
    """A statement in one line; of a compound one how it begins."""
    bare = copy.copy(statement)
    for field in ("body", "orelse"):
        if hasattr(bare, field):
            setattr(bare, field, [])
    return ast.unparse(ast.fix_missing_locations(bare)).removesuffix(":")


def functions(module: str) -> Iterator[ast.FunctionDef | ast.Module]:
    """The functions of a module without decorator and docstring, and its constants as a module of their own."""
    tree = ast.parse((SOURCES / f"{module.replace('.', '/')}.py").read_text())
    numbers = [s for s in tree.body if isinstance(s, ast.Assign)]
    if numbers:
        yield ast.Module(numbers, [])
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            function.decorator_list = []
            if ast.get_docstring(function) is not None:
                function.body = function.body[1:] or [ast.Pass()]
            yield function


def modules() -> list[str]:
    """Those whose formulas and loops are put to the test."""
    return [f"{folder}.{p.stem}" for folder in FOLDERS for p in sorted((SOURCES / folder).glob("[!_]*.py"))]


def mutants(module: str) -> list[Mutant]:
    """All faults of a module, in the order of its lines."""
    found = []
    for function in functions(module):
        seen: Counter[str] = Counter()
        for place, (statement, changed, before) in enumerate(_faults(function)):
            text = f"{before}  ->  {_head(changed)}"
            seen[text] += 1
            again = f"  #{seen[text]}" if seen[text] > 1 else ""
            found.append(Mutant(module, getattr(function, "name", ""), statement.lineno, place, text + again))
    return found


def loaded(module: str) -> ModuleType:
    return importlib.import_module(f"exchsim.{module}")


@contextmanager
def fault(mutant: Mutant) -> Iterator[None]:
    """A fault in place, and out again."""
    undo = prepared(mutant)()
    try:
        yield
    finally:
        undo()


def prepared(mutant: Mutant) -> Put:
    """What puts a fault in place, as often as one likes."""
    [function] = (f for f in functions(mutant.module) if getattr(f, "name", "") == mutant.function)
    next(islice(_faults(function), mutant.place, None))
    return replacement(mutant.module, function)


def replacement(module: str, function: ast.FunctionDef | ast.Module) -> Put:
    """The code of a function, or the constants of a module, become what the tree says."""
    home = vars(loaded(module))
    space = dict(home)
    tree = function if isinstance(function, ast.Module) else ast.Module([function], [])
    exec(compile(ast.fix_missing_locations(tree), f"<{module}>", "exec"), space)
    if isinstance(function, ast.FunctionDef):
        plain, code = home[function.name], space[function.name].__code__

        def put() -> Undo:
            before, plain.__code__ = plain.__code__, code
            return lambda: setattr(plain, "__code__", before)

        return put
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    spaces = [vars(loaded(other)) for other in modules()]  # a constant may have been imported by name
    holding = [(s, name, home[name]) for name in names for s in spaces if s.get(name) is home[name]]

    def put_constants() -> Undo:
        for holder, name, _ in holding:
            holder[name] = space[name]
        return lambda: [holder.update({name: value}) for holder, name, value in holding] and None

    return put_constants


class Probes:
    """Which statements are reached: a mark before each of all functions, for as long as they are in place."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, int], int] = {}  # module and line -> number of the mark
        self.reached = bytearray()
        self._undo: list[Callable[[], None]] = []

    def __enter__(self) -> Probes:
        for module in modules():
            vars(loaded(module))["_reached"] = self.reached
            for function in functions(module):
                if isinstance(function, ast.FunctionDef):
                    self._mark(module, function)
                    self._undo.append(replacement(module, function)())
        self.reached[:] = bytes(len(self.places))
        return self

    def __exit__(self, *_: object) -> None:
        while self._undo:
            self._undo.pop()()

    def _mark(self, module: str, node: ast.AST) -> None:
        for field in ("body", "orelse"):
            marked = []
            for statement in getattr(node, field, []):
                number = self.places.setdefault((module, statement.lineno), len(self.places))
                marked += [*ast.parse(f"_reached[{number}] = 1").body, statement]
                self._mark(module, statement)
            if marked:
                setattr(node, field, marked)

    def taken(self) -> bytes:
        """What was reached since the last time."""
        reached = bytes(self.reached)
        self.reached[:] = bytes(len(reached))
        return reached

    def number(self, mutant: Mutant) -> int | None:
        """The mark of a mutant's statement; None for constants of a module, which everything may read."""
        return self.places[mutant.module, mutant.line] if mutant.function else None

"""River on one golden case: river_side.py <file>, which holds the case and the seconds it may take.

Goes round the stream until the time is up, or for as many rows as the file says, and prints how
many rows that were, how long they took in processor time, and what was said at the last ones.
"""
import collections
import datetime
import importlib
import itertools
import json
import math
import numbers
import random
import sys
import time

NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
TYPES = {"str": str, "number": numbers.Number, "bool": bool}
FUNCTIONS = {
    "log": math.log,
    "exp": math.exp,
    "log1p": math.log1p,
    "expm1": math.expm1,
    "float": float,
    "max": max,
    "mean": lambda values: sum(values) / len(values),
    "sum_feature": lambda x: {**x, "sum_": sum(v for v in x.values() if not isinstance(v, str))},
    "manhattan": lambda a, b: sum(abs(a.get(k, 0) - b.get(k, 0)) for k in {**a, **b}),
}

with open(sys.argv[1]) as file:
    task = json.load(file)
objects = {}


def lines(stream, limit=None):
    with open(f"{task['streams']}/{stream}.jsonl") as file:
        return [read(json.loads(line)) for line in itertools.islice(file, limit)]


def find(name):
    """A class by its name within River; its modules are imported on the way."""
    if name == "random.Random":
        return random.Random
    module, _, rest = name.rpartition(".")
    return getattr(importlib.import_module(f"river.{module}"), rest)


def build(spec):
    given = [read(item) for item in [*spec.get("pos", []), *spec.get("list", [])]]
    return find(spec["$"])(*given, **{k: read(v) for k, v in spec.get("args", {}).items()})


def stream(spec):
    columns = spec.get("columns", ["x", "y"])
    return [tuple(row[c] for c in columns) for row in lines(spec["$stream"], spec.get("limit"))]


READERS = {
    "$": build,
    "$dict": lambda spec: {read(k): read(v) for k, v in spec["$dict"]},
    "$set": lambda spec: set(read(spec["$set"])),
    "$tuple": lambda spec: tuple(read(spec["$tuple"])),
    "$int": lambda spec: int(spec["$int"]),
    "$num": lambda spec: NUMBERS[spec["$num"]],
    "$date": lambda spec: datetime.datetime.fromisoformat(spec["$date"]),
    "$timedelta": lambda spec: datetime.timedelta(seconds=spec["$timedelta"]),
    "$fn": lambda spec: FUNCTIONS[spec["$fn"]],
    "$type": lambda spec: TYPES[spec["$type"]],
    "$class": lambda spec: find(spec["$class"]),
    "$ref": lambda spec: objects[spec["$ref"]],
    "$stream": stream,
}


def read(spec):
    if isinstance(spec, list):
        return [read(item) for item in spec]
    if not isinstance(spec, dict):
        return spec
    tag = next((name for name in spec if name.startswith("$")), None)
    return READERS[tag](spec) if tag else {name: read(item) for name, item in spec.items()}


def plain(value):
    """The value as the golden cases write it."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value) if abs(value) < 2**53 else {"$int": str(value)}
    if isinstance(value, numbers.Real):
        value = float(value)
        return value if math.isfinite(value) else {"$num": str(value)}
    if isinstance(value, complex):
        return {"$complex": [value.real, value.imag]}
    if isinstance(value, datetime.datetime):
        return {"$date": value.isoformat()}
    if isinstance(value, (set, frozenset)):
        return {"$set": [plain(item) for item in value]}
    if hasattr(value, "items"):
        return {"$dict": [[plain(key), plain(item)] for key, item in value.items()]}
    if hasattr(value, "lower") and hasattr(value, "upper"):
        return {"$props": {"lower": plain(value.lower), "upper": plain(value.upper)}}
    if hasattr(value, "get"):
        return {"$get": plain(value.get())}
    return [plain(item) for item in value]


def program(operations, columns):
    """The calls as a function of plain code, as a user would write them."""
    constants = []

    def word(argument):
        if isinstance(argument, str):
            return f"at_{argument}"
        if "const" in argument:
            constants.append(read(argument["const"]))
            return f"constants[{len(constants) - 1}]"
        mapping, key = argument["item"]
        return f"at_{mapping}[at_{key}]"

    def value(operation):
        if "get" in operation:
            name = operation["get"]
            if name == "__len__":
                return "len(model)"
            return f"model.{name}{'()' if callable(getattr(model, name)) else ''}"
        given = ", ".join(
            [word(argument) for argument in operation.get("args", [])]
            + [f"{name}={word(item)}" for name, item in operation.get("kwargs", {}).items()]
        )
        special = {
            "__call__": f"model({given})",
            "__getitem__": f"model[{given}]",
            "__contains__": f"{given} in model",
            "__iter__": "list(model)",
        }
        return special.get(operation["call"], f"model.{operation['call']}({given})")

    model = made()
    recorded = [k for k, operation in enumerate(operations) if operation.get("record")]
    body = []
    for k, operation in enumerate(operations):
        names = [f"at_{operation['assign']}"] if "assign" in operation else []
        names += [f"said_{k}"] if k in recorded else []
        body.append(" = ".join([*names, value(operation)]))
    if recorded:
        body.append(f"keep(({', '.join(f'said_{k}' for k in recorded)},))")
    state = [f"at_{name}" for name in VARIABLES if name not in columns]
    code = "\n".join([
        "def run(model, rows, variables, keep):",
        *[f"    {name} = variables['{name[3:]}']" for name in state],
        f"    for {', '.join(f'at_{name}' for name in columns)}, in rows:",
        *[f"        {line}" for line in body],
        *[f"    variables['{name[3:]}'] = {name}" for name in state],
    ])
    scope = {"constants": constants}
    exec(code, scope)
    return scope["run"]


VARIABLES = task.get("vars", {})


def made():
    objects.clear()
    for name, spec in task.get("objects", {}).items():
        objects[name] = read(spec)
    return build(task["build"])


def whole_names(row):
    """Some streams have integers for names, which JSON made strings."""
    return {**row, "x": {int(name): value for name, value in row["x"].items()}}


def table():
    """The names of the columns that are used, and their values row by row."""
    rows = lines(task["stream"], task.get("limit"))
    if task["stream"].endswith("_int"):
        rows = [whole_names(row) for row in rows]
    horizon = task.get("horizon", 0)
    if horizon:
        for i, row in enumerate(rows[:-horizon]):
            row["horizon"] = horizon
            row["xs"] = [later.get("x") for later in rows[i : i + horizon]]
        rows = rows[:-horizon]
    columns = task["columns"]
    return columns, [tuple(row.get(name) for name in columns) for row in rows]


def measure(columns, rows, seconds, wanted):
    """A new model through the stream, round and round, looking at the clock from time to time."""
    operations, warm = task["operations"], task.get("warm", 0)
    run = program(operations, columns)
    model, variables = made(), {name: read(spec) for name, spec in VARIABLES.items()}
    endless = itertools.cycle(rows)
    if warm:
        silent = program([o for o in operations if not o.get("record")], columns)
        silent(model, itertools.islice(endless, warm), variables, None)
    kept = collections.deque(maxlen=task["keep"])
    done, spent, some = 0, 0.0, 16
    while done < wanted and spent < seconds:
        some = min(some, wanted - done)
        before = time.process_time()
        run(model, itertools.islice(endless, some), variables, kept.append)
        took = time.process_time() - before
        done, spent = done + some, spent + took
        if took < seconds / 50:
            some *= 2
    return {"rows": done, "seconds": spent, "rowsPerSecond": done / spent, "outputs": last(kept)}


PLAIN = (bool, int, float, str, type(None))


def last(kept):
    """The last answers; not those that River went on to change, because it handed out its own."""
    seen, found = set(), []
    for said in reversed(kept):
        own = {id(value) for value in said if not isinstance(value, PLAIN)}
        if own & seen:
            break
        seen |= own
        found.append([plain(value) for value in said])
    return found[::-1]


columns, rows = table()
measure(columns, rows, math.inf, 4)  # what is loaded or compiled at the first call
again = task.get("rows")
limits = (math.inf, again) if again else (task["seconds"], task.get("most", math.inf))
print(json.dumps(measure(columns, rows, *limits)))

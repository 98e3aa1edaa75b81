"""River over one stream: predict, then learn. Prints one line of JSON.

Python has no machine code to warm up, so there is one pass for each number of rows.
"""

import argparse
import array
import gc
import importlib
import itertools
import json
import pathlib
import re
import sys
import time

import river
from river import base

BENCH = pathlib.Path(__file__).parents[2]


def snake(name):
    return re.sub("([A-Z])", lambda match: "_" + match[1].lower(), name)


def build(definition, nominal):
    """A model of models.json: River's names are ours in snake case."""
    *modules, name = definition["class"].split(".")
    kind = getattr(importlib.import_module(".".join(["river", *map(snake, modules)])), name)
    options = {}
    for option, value in definition.get("options", {}).items():
        if value == "$nominal":
            value = nominal or None
        elif isinstance(value, dict) and "class" in value:
            value = build(value, nominal)
        elif isinstance(value, dict):
            value = dict(value["$labels"])
        options[snake(option)] = value
    return kind(**options)


def numbers(kind, path):
    values = array.array(kind)
    values.frombytes(path.read_bytes())
    if sys.byteorder == "big":
        values.byteswap()
    return values


def read(folder, name, shift, rows):
    meta = json.loads((folder / f"{name}.json").read_text())
    features, categories, labels = meta["features"], meta["categories"], meta["labels"]
    values = numbers("d", folder / f"{name}.bin")
    targets = numbers("i" if labels else "d", folder / f"{name}.labels.bin")
    width = len(features)
    xs = []
    for i in range(shift, min(shift + rows, len(targets))):
        row = values[i * width : (i + 1) * width]
        x = {f: c[int(v)] if c else v for f, v, c in zip(features, row, categories)}
        xs.append({f: v for f, v in x.items() if v} if meta.get("sparse") else x)
    ys = [labels[t] if labels else t for t in targets[shift : shift + rows]]
    nominal = [feature for feature, named in zip(features, categories) if named]
    return xs, ys, nominal, labels


def classifying(model, xs, ys):
    right = 0
    start = time.perf_counter()
    for x, y in zip(xs, ys):
        if model.predict_one(x) == y:
            right += 1
        model.learn_one(x, y)
    return time.perf_counter() - start, {"accuracy": right / len(ys)}


def regressing(model, xs, ys):
    error = 0
    start = time.perf_counter()
    for x, y in zip(xs, ys):
        error += abs(model.predict_one(x) - y)
        model.learn_one(x, y)
    return time.perf_counter() - start, {"error": error / len(ys)}


def transforming(model, xs, ys):
    checksum = 0.0
    start = time.perf_counter()
    for x in xs:
        model.learn_one(x)
        checksum += sum(model.transform_one(x).values())
    return time.perf_counter() - start, {"checksum": checksum}


def scoring(model, xs, ys):
    """A detector of unusual targets is given the first feature as the target."""
    detector = getattr(model, "anomaly_detector", model)
    if isinstance(detector, base.SupervisedAnomalyDetector):
        target = next(iter(xs[0]))
        events = [({f: v for f, v in x.items() if f != target}, x[target]) for x in xs]
    else:
        events = [(x,) for x in xs]
    scores = []
    start = time.perf_counter()
    for event in events:
        scores.append(model.score_one(*event))
        model.learn_one(*event)
    return time.perf_counter() - start, {"auc": area_of(scores, ys)}


def area_of(scores, ys):
    """The area under the curve, as area.mjs computes it."""
    rounded = [float(f"{score:.10g}") for score in scores]
    order = sorted(range(len(ys)), key=rounded.__getitem__)
    positives, total = 0, 0.0
    for _, group in itertools.groupby(enumerate(order, 1), lambda place: rounded[place[1]]):
        places = list(group)
        found = sum(bool(ys[i]) for _, i in places)
        total += found * (places[0][0] + places[-1][0]) / 2
        positives += found
    return (total - positives * (positives + 1) / 2) / (positives * (len(ys) - positives))


def watching(detector, xs, ys):
    checksum = 0
    errors = [bool(y) for y in ys] if hasattr(detector, "warning_detected") else ys
    start = time.perf_counter()
    for error in errors:
        detector.update(error)
        if detector.drift_detected:
            checksum += 1
    return time.perf_counter() - start, {"checksum": checksum}


def clustering(model, xs, ys, before, way):
    """As clustering.mjs does it."""
    for x in xs[:before]:
        model.learn_one(x)
    checksum = 0
    start = time.perf_counter()
    if way == "test":
        for x in xs[before:]:
            checksum += model.predict_one(x) or 0
            model.learn_one(x)
        return time.perf_counter() - start, {"checksum": checksum}
    for x in xs[before:]:
        model.learn_one(x)
    seconds = time.perf_counter() - start
    if hasattr(model, "n_active_clusters"):
        return seconds, {"checksum": model.n_active_clusters}
    return seconds, {"checksum": sum(model.predict_one(x) or 0 for x in xs[before : before + 3])}


def kind_of(model, labels):
    if hasattr(model, "transform_one"):
        return transforming
    if hasattr(model, "score_one"):
        return scoring
    if not hasattr(model, "learn_one"):
        return watching
    if isinstance(model, base.Clusterer):
        return clustering
    return classifying if labels else regressing


def peak_megabytes():
    try:
        import resource
    except ImportError:  # Windows has none
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / 2**20) if sys.platform == "darwin" else round(peak / 1024)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--model", "--stream", "--rows"):
        parser.add_argument(name, required=True)
    parser.add_argument("--shift", type=int, default=0)
    parser.add_argument("--before", type=int, default=0)
    parser.add_argument("--way", default="test")
    parser.add_argument("--streams", type=pathlib.Path, required=True)
    args = parser.parse_args()

    counts = [int(count) for count in args.rows.split(",")]
    rows = args.before + counts[0]
    xs, ys, nominal, labels = read(args.streams, args.stream, args.shift, rows)
    definition = json.loads((BENCH / "models.json").read_text())[args.model]
    work = kind_of(build(definition, nominal), labels)
    gc.collect()
    gc.freeze()  # the collector need not look at the data again and again

    results = []
    for count in counts:
        end = args.before + count
        more = (args.before, args.way) if work is clustering else ()
        seconds, facts = work(build(definition, nominal), xs[:end], ys[:end], *more)
        rate = count / seconds
        result = {"rows": count, "rowsPerSecond": rate, "seconds": seconds, "passes": 1}
        results.append({**result, "coldRowsPerSecond": rate, **facts})
    report = {
        "contender": "river",
        "version": river.__version__,
        "model": args.model,
        "variant": "dicts",
        "stream": args.stream,
        "shift": args.shift,
        "peakMegabytes": peak_megabytes(),
        "results": results,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()

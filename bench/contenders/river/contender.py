"""River over one stream: predict, then learn. Prints one line of JSON.

Python has no machine code to warm up, so there is one pass for each number of rows.
"""

import argparse
import array
import gc
import json
import pathlib
import sys
import time

import river
from river import naive_bayes, preprocessing, tree


def make(model, nominal):
    if model == "naive-bayes":
        return naive_bayes.GaussianNB()
    if model == "tree":
        return tree.HoeffdingTreeClassifier(nominal_attributes=nominal or None)
    if model == "scaler":
        return preprocessing.StandardScaler()
    raise ValueError(f"no such model: {model}")


def numbers(kind, path):
    values = array.array(kind)
    values.frombytes(path.read_bytes())
    if sys.byteorder == "big":
        values.byteswap()
    return values


def read(folder, name, shift, rows):
    meta = json.loads((folder / f"{name}.json").read_text())
    values = numbers("d", folder / f"{name}.bin")
    codes = numbers("i", folder / f"{name}.labels.bin")
    features, labels = meta["features"], meta["labels"]
    width, is_nominal = len(features), meta["kind"] == "nominal"
    xs = []
    for i in range(shift, min(shift + rows, len(codes))):
        row = values[i * width : (i + 1) * width]
        xs.append(dict(zip(features, (str(int(v)) for v in row) if is_nominal else row)))
    ys = [labels[code] for code in codes[shift : shift + rows]]
    return xs, ys, features if is_nominal else []


def prequential(model, xs, ys):
    right = 0
    start = time.perf_counter()
    for x, y in zip(xs, ys):
        if model.predict_one(x) == y:
            right += 1
        model.learn_one(x, y)
    return time.perf_counter() - start, {"accuracy": right / len(ys)}


def transforming(model, xs, ys):
    checksum = 0.0
    start = time.perf_counter()
    for x in xs:
        model.learn_one(x)
        checksum += sum(model.transform_one(x).values())
    return time.perf_counter() - start, {"checksum": checksum}


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
    parser.add_argument("--streams", type=pathlib.Path, required=True)
    args = parser.parse_args()

    counts = [int(count) for count in args.rows.split(",")]
    xs, ys, nominal = read(args.streams, args.stream, args.shift, counts[0])
    work = transforming if args.model == "scaler" else prequential
    gc.collect()
    gc.freeze()  # the collector need not look at the data again and again

    results = []
    for count in counts:
        seconds, facts = work(make(args.model, nominal), xs[:count], ys[:count])
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

"""How large River's pickle of a model is after some rows, and how long it takes."""

import argparse
import json
import pathlib
import pickle
import statistics
import time

from contender import BENCH, build, read


def median(work, repeats=3):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--model", "--stream"):
        parser.add_argument(name, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--streams", type=pathlib.Path, required=True)
    args = parser.parse_args()

    xs, ys, nominal, _ = read(args.streams, args.stream, 0, args.rows)
    definitions = json.loads((BENCH / "models.json").read_text())
    model = build(definitions[args.model], nominal)
    for x, y in zip(xs, ys):
        model.learn_one(x, y)
    protocol = pickle.HIGHEST_PROTOCOL
    pickled = pickle.dumps(model, protocol)
    saving = median(lambda: pickle.dumps(model, protocol))
    loading = median(lambda: pickle.loads(pickled))
    print(json.dumps({"bytes": len(pickled), "save": saving, "load": loading}))


if __name__ == "__main__":
    main()

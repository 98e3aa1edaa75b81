"""Makes one stream with a generator, or of a data set, of River: NAME.bin, .labels.bin and .json.

NAME.bin holds float64, little-endian, row after row. A feature of strings is stored as codes: where
the string stands in its categories, which NAME.json lists. NAME.labels.bin holds an int32 per row,
an index into the labels of NAME.json; targets that are numbers are float64 instead, without labels.
"""

import argparse
import array
import hashlib
import json
import pathlib
import random
import sys

import own
from river import datasets, preprocessing
from river.datasets import synth


def feature_name(key):
    # 'x0', not '0': JavaScript keeps objects with whole numbers as keys in another, slower shape
    return f"x{key}" if isinstance(key, int) else key


def build(definition):
    options = {
        name: build(value) if isinstance(value, dict) else value
        for name, value in definition["options"].items()
    }
    name = definition["generator"]
    home = next(module for module in (synth, own, datasets) if hasattr(module, name))
    return getattr(home, name)(**options)


def thinned(events, keep_one_of):
    """Of a label's events only each so many-th: an imbalanced stream."""
    seen = dict.fromkeys(keep_one_of, 0)
    for x, y in events:
        label = str(y)
        if label in seen:
            seen[label] += 1
            if seen[label] % keep_one_of[label]:
                continue
        yield x, y


def with_outliers(events, one_of, seed):
    """One of so many events, at random, becomes one whose features are uniform: label 1, else 0."""
    rng = random.Random(seed)
    for x, _ in events:
        is_outlier = rng.randrange(one_of) == 0
        yield ({key: rng.random() for key in x} if is_outlier else x), int(is_outlier)


def scaled(events):
    """Each value as a share of the range so far, as most detectors want it."""
    scaler = preprocessing.MinMaxScaler()
    for x, y in events:
        scaler.learn_one(x)
        yield scaler.transform_one(x), y


def take(definition, rows):
    """Columns of the features, and the targets."""
    events = iter(build(definition))
    if "keepOneOf" in definition:
        events = thinned(events, definition["keepOneOf"])
    if "outliers" in definition:
        outliers = definition["outliers"]
        events = with_outliers(events, outliers["oneOf"], outliers["seed"])
    if definition.get("scaled"):
        events = scaled(events)
    columns, targets = {}, []
    for x, y in events:
        if len(targets) == rows:
            break
        for key, value in x.items():
            columns.setdefault(key, []).append(value)
        targets.append(y)
    # LED's digits are numbers to River's generator, and categories to everyone
    if definition["generator"] == "LED":
        columns = {key: [str(int(v)) for v in column] for key, column in columns.items()}
    return columns, targets


def codes_of(values):
    """The categories in order and each value's place among them; numbers as they are."""
    if not isinstance(values[0], str):
        return None, [float(value) for value in values]
    categories = sorted(set(values))
    places = {category: float(place) for place, category in enumerate(categories)}
    return categories, [places[value] for value in values]


def little_endian(numbers):
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def encode_targets(targets):
    if isinstance(targets[0], float):
        return None, little_endian(array.array("d", targets))
    labels = sorted(set(targets))
    codes = {label: code for code, label in enumerate(labels)}
    return labels, little_endian(array.array("i", (codes[y] for y in targets)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--to", type=pathlib.Path, required=True)
    args = parser.parse_args()

    here = pathlib.Path(__file__).parent
    definition = json.loads((here / "streams.json").read_text())[args.name]
    columns, targets = take(definition, args.rows)
    encoded = [codes_of(values) for values in columns.values()]
    if definition.get("numbersOnly"):  # linear models of River's refuse strings
        encoded = [(None, values) for _, values in encoded]
    rows = zip(*(values for _, values in encoded))
    data = little_endian(array.array("d", (value for row in rows for value in row)))
    labels, label_data = encode_targets(targets)
    meta = {
        "name": args.name,
        **definition,
        "rows": len(targets),
        "features": [feature_name(key) for key in columns],
        "categories": [categories for categories, _ in encoded],
        "labels": labels,
        "sha256": hashlib.sha256(data + label_data).hexdigest(),
    }
    args.to.mkdir(parents=True, exist_ok=True)
    (args.to / f"{args.name}.bin").write_bytes(data)
    (args.to / f"{args.name}.labels.bin").write_bytes(label_data)
    # the description comes last: a stream without it counts as not made
    (args.to / f"{args.name}.json").write_text(json.dumps(meta, indent=2) + "\n")
    print(meta["sha256"])


if __name__ == "__main__":
    main()

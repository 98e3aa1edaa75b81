"""Makes one stream with River's generator: NAME.bin, NAME.labels.bin and NAME.json.

NAME.bin holds float64, little-endian, row after row; NAME.labels.bin an int32 per row, an index
into the labels of NAME.json. A nominal value is stored as its code and means the string of it.
"""

import argparse
import array
import hashlib
import json
import pathlib
import sys

from river.datasets import synth


def feature_name(key):
    # 'x0', not '0': JavaScript keeps objects with whole numbers as keys in another, slower shape
    return f"x{key}" if isinstance(key, int) else key


def take(name, definition, rows):
    generator = getattr(synth, definition["generator"])(**definition["options"])
    features, values, raw_labels = None, array.array("d"), []
    for x, y in generator.take(rows):
        if features is None:
            features = list(x)
        values.extend(float(x[key]) for key in features)
        raw_labels.append(y)
    labels = sorted(set(raw_labels))
    codes = {label: code for code, label in enumerate(labels)}
    return features, values, labels, array.array("i", (codes[y] for y in raw_labels))


def little_endian(numbers):
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--to", type=pathlib.Path, required=True)
    args = parser.parse_args()

    here = pathlib.Path(__file__).parent
    definition = json.loads((here / "streams.json").read_text())[args.name]
    features, values, labels, codes = take(args.name, definition, args.rows)
    data, label_data = little_endian(values), little_endian(codes)
    meta = {
        "name": args.name,
        **definition,
        "rows": args.rows,
        "features": [feature_name(key) for key in features],
        "kinds": [definition["kind"]] * len(features),
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

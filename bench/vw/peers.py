"""River or Vowpal Wabbit on one of the tasks: <river|vw> <task> <rows> <folder> <streams>."""
import json
import struct
import sys
import time

peer, task, rows, folder, streams = sys.argv[1:6]
rows = int(rows)


def read(name):
    with open(f"{folder}/{name}.jsonl") as file:
        data = [json.loads(next(file)) for _ in range(rows)]
    return [row["x"] for row in data], [row["y"] for row in data]


def dense():
    with open(f"{streams}/hyperplane.json") as file:
        names = json.load(file)["features"]
    width = len(names)
    with open(f"{streams}/hyperplane.bin", "rb") as file:
        values = struct.unpack(f"<{rows * width}d", file.read(rows * width * 8))
    with open(f"{streams}/hyperplane.labels.bin", "rb") as file:
        codes = struct.unpack(f"<{rows}i", file.read(rows * 4))
    xs = [dict(zip(names, values[i * width : (i + 1) * width])) for i in range(rows)]
    return xs, [code > 0 for code in codes]


def river():
    from river import feature_extraction, linear_model, preprocessing

    logistic = linear_model.LogisticRegression()
    if task.startswith("dense"):
        xs, ys = dense()
        model = preprocessing.StandardScaler() | logistic
    elif task == "hashed text":
        xs, ys = read("text")
        hasher = preprocessing.FeatureHasher(n_features=2**20, seed=1)
        model = feature_extraction.BagOfWords() | hasher | logistic
    else:
        xs, ys = read("onehot")
        model = preprocessing.OneHotEncoder(drop_zeros=True)
        if task == "one-hot to rows":
            start = time.perf_counter()
            total = 0
            for x in xs:
                model.learn_one(x)
                total += len(model.transform_one(x))
            return {"rowsPerSecond": rows / (time.perf_counter() - start), "sum": total}
        model = model | logistic
    right = 0
    start = time.perf_counter()
    for x, y in zip(xs, ys):
        right += model.predict_one(x) == y
        model.learn_one(x, y)
    return {"rowsPerSecond": rows / (time.perf_counter() - start), "accuracy": right / rows}


def vw():
    """VW's own driver over a cache file, which it predicts and learns in one walk."""
    from vowpalwabbit import Workspace

    name = "text" if task == "hashed text" else "dense"
    data = f"-d {folder}/{name}.vw --cache_file {folder}/{name}.cache"
    words = f"{data} --loss_function logistic --quiet -b {20 if name == 'text' else 18}"
    Workspace(f"{words} -k").finish()  # writes the cache
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        model = Workspace(words)  # runs the driver to the end of the file
        seconds.append(time.perf_counter() - start)
        assert model.get_weighted_examples() == rows
        model.finish()
    return {"rowsPerSecond": rows / sorted(seconds)[2], "seconds": seconds}


print(json.dumps(river() if peer == "river" else vw()))

"""River's side of `npm run bench -- --parts`: one part, one pass, a line of JSON."""

import argparse
import datetime as dt
import json
import tempfile
import time

import river
from river import compose, drift, metrics, preprocessing, stats, stream, utils


def uniform(count, seed):
    numbers, state = [], seed
    for _ in range(count):
        state = (state * 48271) % 2147483647
        numbers.append(state / 2147483647)
    return numbers


def pairs(count):
    u = uniform(2 * count, 1)
    return u[::2], u[1::2]


def judged(count):
    u, v = pairs(count)
    truths = [x < 0.1 for x in u]
    scores = [0.8 * x + (0.2 if t else 0) for x, t in zip(v, truths)]
    return truths, scores, [p > 0.5 for p in scores]


def points(count):
    u = uniform(5 * count, 3)
    centres = {k: {n: 10 * ((k * 7 + d * 3) % 10) for d, n in enumerate("abcde")} for k in range(10)}
    events = [
        {n: 10 * (((i % 10) * 7 + d * 3) % 10 + u[5 * i + d]) for d, n in enumerate("abcde")}
        for i in range(count)
    ]
    return centres, events


def orders(count):
    u = uniform(4 * count, 4)
    return [
        {
            "amount": 1000 * u[4 * i],
            "items": int(10 * u[4 * i + 1]),
            "shop": f"shop{int(20 * u[4 * i + 2])}",
            "country": ["BR", "CL", "UY"][int(3 * u[4 * i + 3])],
        }
        for i in range(count)
    ]


def statistic(make):
    def prepare(count):
        numbers, stat = uniform(count, 1), make()

        def work():
            for x in numbers:
                stat.update(x)
            return stat.get()

        return work

    return prepare


def rolling_quantile(count):
    numbers, stat = uniform(count, 1), stats.RollingQuantile(q=0.5, window_size=1000)

    def work():
        total = 0
        for x in numbers:
            stat.update(x)
            total += stat.get()
        return total

    return work


def labels(make):
    def prepare(count):
        truths, _, guesses = judged(count)
        metric = make()

        def work():
            for t, p in zip(truths, guesses):
                metric.update(t, p)
            return metric.get()

        return work

    return prepare


def probabilities(make, read):
    def prepare(count):
        truths, scores, _ = judged(count)
        metric = make()

        def work():
            value = 0
            for t, p in zip(truths, scores):
                metric.update(t, p)
                if read:
                    value = metric.get()
            return value if read else metric.get()

        return work

    return prepare


def mae(count):
    (u, v), metric = pairs(count), metrics.MAE()

    def work():
        for t, p in zip(u, v):
            metric.update(t, p)
        return metric.get()

    return work


def fraud(count):
    truths, scores, guesses = judged(count)
    by_label = [
        metrics.Recall(), metrics.Precision(), metrics.F1(), metrics.FBeta(2), metrics.Accuracy(),
        metrics.BalancedAccuracy(), metrics.MCC(), metrics.GeometricMean(), metrics.CohenKappa(),
        metrics.Jaccard(), metrics.ConfusionMatrix(), metrics.ClassificationReport(),
    ]
    by_score = [metrics.ROCAUC(n_thresholds=50), metrics.RollingROCAUC(window_size=5000), metrics.LogLoss()]

    def work():
        for i, (t, s, p) in enumerate(zip(truths, scores, guesses)):
            for metric in by_label:
                metric.update(t, p)
            for metric in by_score:
                metric.update(t, s)
            if i % 100 == 99:
                for metric in by_label[:10] + by_score:
                    metric.get()
        return by_label[2].get()

    return work


def silhouette(count):
    centres, events = points(count)
    metric = metrics.Silhouette()

    def work():
        for i, x in enumerate(events):
            metric.update(x, i % 10, centres)
        return metric.get()

    return work


def recent_mae(count):
    u, v = pairs(count)
    start = dt.datetime(2026, 1, 1)
    times = [start + dt.timedelta(seconds=i) for i in range(count)]
    metric = utils.TimeRolling(metrics.MAE(), period=dt.timedelta(minutes=5))

    def work():
        for t, p, at in zip(u, v, times):
            metric.update(t, p, t=at)
        return metric.get()

    return work


def pipeline(count):
    events = orders(count)
    numbers = compose.Select("amount", "items") | preprocessing.StandardScaler()
    names = compose.Select("shop", "country") | preprocessing.OneHotEncoder()
    model = numbers + names

    def work():
        total = 0
        for x in events:
            model.learn_one(x)
            total += model.transform_one(x)["amount"]
        return total

    return work


def csv(count):
    rows = orders(count)
    file = tempfile.NamedTemporaryFile("w", suffix=".csv")
    file.write("amount,items,shop,country\n")
    for x in rows:
        file.write(f"{x['amount']},{x['items']},{x['shop']},{x['country']}\n")
    file.flush()

    def work():
        total = 0
        converters = {"amount": float, "items": int}
        for x, _ in stream.iter_csv(file.name, converters=converters):
            total += x["amount"]
        return total

    return work


def detector(make, stream):
    def prepare(count):
        numbers = uniform(count, 1)
        if stream == "errors":
            values = [int(u < (0.4 if i // 4000 % 2 else 0.1)) for i, u in enumerate(numbers)]
        else:
            values = [u + 0.5 * (i // 4000 % 2) for i, u in enumerate(numbers)]

        def work():
            watching, changes = make(), 0
            for x in values:
                watching.update(x)
                if watching.drift_detected:
                    changes += 1
            return changes

        return work

    return prepare


PARTS = {
    "stats.Mean": statistic(stats.Mean),
    "stats.Var": statistic(stats.Var),
    "stats.Quantile": statistic(stats.Quantile),
    "rolling mean": statistic(lambda: utils.Rolling(stats.Mean(), window_size=1000)),
    "stats.RollingQuantile": statistic(lambda: stats.RollingQuantile(q=0.5, window_size=1000)),
    "RollingQuantile, read each time": rolling_quantile,
    "Accuracy": labels(metrics.Accuracy),
    "MAE": mae,
    "F1": labels(metrics.F1),
    "LogLoss": probabilities(metrics.LogLoss, False),
    "ROCAUC, read each time": probabilities(lambda: metrics.ROCAUC(n_thresholds=50), True),
    "RollingROCAUC, read each time": probabilities(
        lambda: metrics.RollingROCAUC(window_size=5000), True
    ),
    "fraud bundle": fraud,
    "Silhouette": silhouette,
    "Silhouette on arrays": silhouette,
    "MAE over 5 minutes": recent_mae,
    "pipeline on objects": pipeline,
    "pipeline on frames": pipeline,
    "drift.ADWIN": detector(drift.ADWIN, "numbers"),
    "drift.KSWIN": detector(lambda: drift.KSWIN(alpha=1e-6, seed=1), "numbers"),
    "drift.PageHinkley": detector(drift.PageHinkley, "numbers"),
    "drift.binary.DDM": detector(drift.binary.DDM, "errors"),
    "drift.binary.EDDM": detector(drift.binary.EDDM, "errors"),
    "drift.binary.FHDDM": detector(drift.binary.FHDDM, "errors"),
    "drift.binary.HDDMA": detector(drift.binary.HDDMA, "errors"),
    "drift.binary.HDDMW": detector(drift.binary.HDDMW, "errors"),
    "CSV": csv,
}

parser = argparse.ArgumentParser()
parser.add_argument("--part", required=True)
parser.add_argument("--rows", type=int, required=True)
given = parser.parse_args()
job = PARTS[given.part](given.rows)
begin = time.perf_counter()
answer = job()
seconds = time.perf_counter() - begin
print(json.dumps({
    "contender": "river", "version": river.__version__, "part": given.part,
    "results": [{"rows": given.rows, "rowsPerSecond": given.rows / seconds, "value": answer}],
}))

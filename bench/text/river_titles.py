"""River's pipeline on the first titles, predicted and then learned: <folder> <rows>."""
import json
import pickle
import sys
import time

from river import feature_extraction, linear_model, optim

rows = int(sys.argv[2])
with open(f"{sys.argv[1]}/train.jsonl") as file:
    data = [json.loads(next(file)) for _ in range(rows)]
model = feature_extraction.TFIDF(ngram_range=(1, 2)) | linear_model.SoftmaxRegression(
    optimizer=optim.SGD(2), l2=0
)
right = 0
start = time.perf_counter()
for row in data:
    right += model.predict_one(row["title"]) == row["label"]
    model.learn_one(row["title"], row["label"])
seconds = time.perf_counter() - start
facts = {"rowsPerSecond": rows / seconds, "prequential": right / rows}
print(json.dumps({**facts, "snapshotBytes": len(pickle.dumps(model))}))

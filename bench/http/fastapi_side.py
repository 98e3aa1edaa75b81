"""River behind FastAPI: learns a file of events, says its port, answers until it is ended.

fastapi_side.py <events.jsonl> <port>
"""
import json
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request

sys.path.insert(0, str(Path(__file__).parent.parent / "throughput"))
from river_projects import Fraud  # noqa: E402

way = Fraud()
model = way.model()
with open(sys.argv[1]) as lines:
    for line in lines:
        event = json.loads(line)
        model.learn_one(way.features(event), event["is_fraud"])

app = FastAPI()


def answer(event):
    chances = model.predict_proba_one(way.features(event))
    label = max(chances, key=chances.get)
    return {"id": event["transaction_id"], "prediction": label, "probabilities": chances}


@app.post("/predict")
async def predict(request: Request):
    body = await request.json()
    if isinstance(body, list):
        return {"predictions": [answer(event) for event in body]}
    return answer(body)


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")

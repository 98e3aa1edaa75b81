"""The way of a trainer in Python: librdkafka, json, River, a pickle each second.

river_way.py <project> <broker> <topic> <events> <folder>: learns the first of the topic's events.
"""
import json
import pickle
import sys
import time

from confluent_kafka import Consumer
from river_projects import PROJECTS

project, broker, topic, events, folder = sys.argv[1:6]
events = int(events)

way = PROJECTS[project]()
model, measured = way.model(), way.metrics()
consumer = Consumer({
    "bootstrap.servers": broker,
    "group.id": f"python-{time.time()}",
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
})
consumer.subscribe([topic])
learned, saved, began = 0, 0, None
while learned < events:
    for message in consumer.consume(500, timeout=1):
        if message.error() or learned == events:
            continue
        began = began or time.perf_counter()
        way.learn(model, measured, json.loads(message.value()))
        learned += 1
        if time.perf_counter() - began > saved + 1:
            saved = time.perf_counter() - began
            with open(f"{folder}/model.pickle", "wb") as file:
                pickle.dump(model, file)
            consumer.commit(asynchronous=True)
seconds = time.perf_counter() - began
consumer.close()
print(json.dumps({"eventsPerSecond": events / seconds}))

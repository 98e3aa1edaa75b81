"""One of the reference projects in River over a file of events, one a line: its metrics, as JSON.

river_reference.py <project> <file>
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "throughput"))

from river import metrics, utils  # noqa: E402
from river_projects import PROJECTS  # noqa: E402


def named(metric):
    """By the name it has in a bundle, with its value; none where it is a table."""
    name = type(metric).__name__
    if isinstance(metric, utils.TimeRolling):
        name = f"TimeRolling{type(metric.obj).__name__}"
    elif isinstance(metric, utils.Rolling):
        name = f"Rolling{type(metric.obj).__name__}"
    if isinstance(metric, (metrics.ConfusionMatrix, metrics.ClassificationReport)):
        return []
    value = metric.get()
    return [(name, value)] if isinstance(value, (int, float)) else []


project, file = sys.argv[1:3]
way = PROJECTS[project]()
model, measured = way.model(), way.metrics()
with open(file) as lines:
    for line in lines:
        way.learn(model, measured, json.loads(line))
groups = measured if isinstance(measured, tuple) else ([measured],)
print(json.dumps(dict(pair for group in groups for metric in group for pair in named(metric))))

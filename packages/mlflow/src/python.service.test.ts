import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryObjects, train } from '@coelho/runtime'
import { expect, it } from 'vitest'
import { mlflow } from '#services/ask.js'
import { runPython } from '#services/mlflow.mjs'
import { MlflowClient, track } from './index.js'
import { all } from './servers.test-support.js'
import { toyProject, toySource } from './tracker/toy.test-support.js'

/** What somebody who has only Python and MLflow sees of a project. */
const LOOK = `
import json, sys
import mlflow
from mlflow import MlflowClient

name = sys.argv[1]
client = MlflowClient()
experiment = client.get_experiment_by_name(name)
[run] = client.search_runs([experiment.experiment_id], "metrics.F1 > 0.5")
points = client.get_metric_history(run.info.run_id, "F1")
table = mlflow.search_runs(experiment_names=[name])
version = client.get_model_version_by_alias(name, "champion")
folder = mlflow.artifacts.download_artifacts(f"models:/{name}@champion")
from mlflow.models import Model
model = Model.load(folder)
text = mlflow.artifacts.load_text(run.info.artifact_uri + "/classification_report.txt")
logged = mlflow.search_logged_models([experiment.experiment_id], output_format="list")
print(json.dumps({
    "status": run.info.status,
    "params": run.data.params,
    "tags": run.data.tags,
    "steps": [point.step for point in points],
    "values": [point.value for point in points],
    "column": float(table["metrics.F1"][0]),
    "version": [version.version, version.run_id],
    "flavor": model.flavors["coelho"],
    "inputs": [[column.name, column.type.name] for column in model.signature.inputs],
    "report": text,
    "logged": [[one.name, one.status.value, one.source_run_id] for one in logged],
    "outputs": [one.model_id for one in client.get_run(run.info.run_id).outputs.model_outputs],
}))
`

it("a run reads well through MLflow's own client for Python", async () => {
  const { uri } = await mlflow()
  const folder = await mkdtemp(join(tmpdir(), 'coelho-python-'))
  const name = `py-${randomUUID().slice(0, 8)}`
  const project = toyProject(name)
  const store = new MemoryObjects()
  const tracker = await track(project, { mlflow: { uri }, store, folder, everyEvents: 100 })
  const { learning } = await train(project, {
    ...{ source: await toySource(1000), store, untilDrained: true },
    ...{ everyEvents: 100, everyMs: 1e9, ...tracker.hooks },
  })
  await tracker.finish({ withinMs: 200_000 })
  const seen = JSON.parse(await runPython(LOOK, { uri, args: [name] }))
  const client = new MlflowClient({ uri })
  const { id } = (await client.experiments.find(name))!
  const [run] = await all(client.runs.search({ experimentIds: [id] }))
  const points = await all(client.runs.metricHistory(run!.id, 'F1'))
  expect(seen).toMatchObject({
    ...{ status: 'FINISHED', params: run!.params, tags: run!.tags },
    steps: points.map(({ step }) => step),
    values: points.map(({ value }) => value),
    column: learning.leader.valueOf('F1'),
    // The first one, and a better one at the end.
    version: ['2', run!.id],
    flavor: { project: name, champion: 'champion', snapshot: 'snapshot.coelho' },
    inputs: [
      ['a', 'double'],
      ['shop', 'string'],
    ],
    logged: [1, 2].map(() => [name, 'READY', run!.id]),
  })
  expect(points).toHaveLength(10)
  expect(seen.outputs).toHaveLength(2)
  expect(seen.report).toContain('Precision')
  await client.close()
  await rm(folder, { recursive: true })
})

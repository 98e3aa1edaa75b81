// Trains a project and tells MLflow of it: the training is a run, its champion a model's version.
//
//   MLFLOW_TRACKING_URI=http://localhost:5000 node examples/mlflow/train.mjs
import { track } from '@coelho/mlflow'
import { LogSource, MemoryLog, openStore, train } from '@coelho/runtime'
import { cards } from '@coelho/runtime/generator'
import { payments } from './project.mjs'

const { NAME = payments.name, EVENTS = '20000' } = process.env
const { STORE = `.data/mlflow/${NAME}` } = process.env

const log = new MemoryLog() // or an EventLog on the disk, or a topic of Kafka
await log.append([...cards({ seed: 'mlflow', count: Number(EVENTS) })])

const store = await openStore(STORE)
const tracker = await track(payments, {
  ...{ store, experiment: NAME, registerAs: NAME, everyEvents: 1000 },
  folder: `${STORE}-waiting`, // what MLflow is still to be told, should it be away
  onProblem: console.error,
})
const { learning } = await train(payments, {
  ...{ source: new LogSource(log), store, untilDrained: true },
  ...tracker.hooks,
})
const { sent, waiting } = await tracker.finish({ withinMs: 60_000 })

for (const { name, value } of learning.standings(payments)) {
  console.log(`${name}: F1 ${value.toFixed(3)} on ${EVENTS} payments`)
}
console.log(`MLflow was told ${sent} things, ${waiting} are waiting`)

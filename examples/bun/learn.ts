// Learns from a file of JSON lines as it is read, and keeps what it has learned in another file.
//
//   bun examples/bun/learn.ts
import {
  compose,
  datasets,
  linearModel,
  metrics,
  preprocessing,
  snapshot,
  stats,
  stream,
} from '@coelho/learners'

type Trip = Record<string, number>

const trips = '.data/trips.jsonl'

/** The file somebody else would have written: 50,000 events, one a line. */
const lines = [...new datasets.synth.Friedman({ seed: 42 }).take(50_000)].map(([x, y]) =>
  JSON.stringify({ ...(x as Trip), target: y }),
)
await Bun.write(trips, `${lines.join('\n')}\n`)

const model = compose.pipe(new preprocessing.StandardScaler(), new linearModel.LinearRegression())
const error = new metrics.MAE()
const baseline = new metrics.MAE()
const mean = new stats.Mean()

let seen = 0
const began = Bun.nanoseconds()
const file = Bun.file(trips)
for await (const [x, y] of stream.iterJsonl<Trip, number>(file, { target: 'target' })) {
  error.update(y, model.predictOne(x)) // first what it says, then what it was
  baseline.update(y, mean.get())
  model.learnOne(x, y)
  mean.update(y)
  if (++seen % 10_000 === 0) {
    console.log(
      `${seen} events: off by ${error.get().toFixed(2)}, the mean by ${baseline.get().toFixed(2)}`,
    )
  }
}
const seconds = (Bun.nanoseconds() - began) / 1e9
console.log(`${Math.round(seen / seconds / 1000)} thousand events a second, with reading`)

const saved = '.data/trips.snapshot'
await Bun.write(saved, snapshot.save(model))
const learners = [compose.Pipeline, preprocessing.StandardScaler, linearModel.LinearRegression]
const loaded = snapshot.load<unknown>(await Bun.file(saved).bytes(), { learners }) as typeof model
const [[x]] = new datasets.synth.Friedman({ seed: 1 }).take(1)
console.log(
  `loaded, it says the same: ${loaded.predictOne(x) === model.predictOne(x) ? 'yes' : 'no'}`,
)

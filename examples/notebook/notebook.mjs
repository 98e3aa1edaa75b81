// A notebook as a script: each step says what it does and keeps what it finds in a report.
//
//   node examples/notebook/notebook.mjs [folder]     .data/notebook unless told
import {
  datasets,
  drift,
  evaluate,
  forest,
  metrics,
  naiveBayes,
  tree,
  utils,
} from '@coelho/learners'
import { plot } from './plot.mjs'
import { Report } from './report.mjs'

const folder = process.argv[2] ?? '.data/notebook'
const report = new Report('Which model follows a world that changes?')

// The stream: three concepts, 10,000 events each; one label in ten is wrong.
const CONCEPTS = [0, 3, 2]
const EACH = 10_000
function* stream() {
  for (const [i, variant] of CONCEPTS.entries()) {
    yield* new datasets.synth.SEA({ variant, noise: 0.1, seed: 7 + i }).take(EACH)
  }
}
report.text(
  `${CONCEPTS.length * EACH} events of three numbers. The rule behind the labels changes at`,
  `${EACH} and at ${2 * EACH}; one label in ten is wrong, so nobody can be right more often than`,
  'in 90 % of events.',
)

report.title('Four models, each event predicted before it is learned')
const models = {
  bayes: new naiveBayes.GaussianNB(),
  tree: new tree.HoeffdingTreeClassifier(),
  'adaptive tree': new tree.HoeffdingAdaptiveTreeClassifier({ seed: 42 }),
  forest: new forest.ARFClassifier({ nModels: 5, seed: 42 }),
}
const recent = new utils.Rolling({ obj: new metrics.Accuracy(), windowSize: 1000 })
const result = evaluate.compare(models, {
  dataset: stream(),
  metric: recent,
  step: 500,
  measureMemory: false,
})
const lines = Object.keys(models).map((name) => ({
  name,
  points: result.points
    .filter(({ Model }) => Model === name)
    .map(({ Step, Rolling }) => [Step, Rolling]),
}))
report.figure(
  'accuracy.svg',
  plot({ title: 'Right in the last 1,000 events', x: 'events', lines, marks: [EACH, 2 * EACH] }),
)

report.title('All events together')
const whole = evaluate.compare(
  Object.fromEntries(Object.entries(models).map(([name, model]) => [name, model.clone()])),
  { dataset: stream(), metric: new metrics.Accuracy(), step: 0 },
)
report.table(
  ['model', 'right', 'milliseconds', 'snapshot, kB'],
  whole.rows.map(({ Model, Accuracy, Time, Memory }) => [
    Model,
    `${(100 * Accuracy).toFixed(1)} %`,
    Time.toFixed(0),
    (Memory / 1000).toFixed(1),
  ]),
)

report.title('When is the change noticed?')
const bayes = new naiveBayes.GaussianNB()
const adwin = new drift.ADWIN()
const noticed = []
let seen = 0
for (const [x, y] of stream()) {
  const guess = bayes.predictOne(x)
  bayes.learnOne(x, y)
  adwin.update(guess === y ? 0 : 1)
  seen++
  if (adwin.driftDetected) noticed.push(seen)
}
report.text(`ADWIN, watching the errors of naive Bayes, speaks at ${noticed.join(', ')}.`)

console.log(String(whole))
console.log(`\nThe report is ${report.write(folder)}`)

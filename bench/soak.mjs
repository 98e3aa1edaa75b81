// node --expose-gc bench/soak.mjs [--updates N] [--only REGEX]: does memory stay flat?
// Every rolling and sketching class, and DBSTREAM as it fades, take N updates (10 million); what
// lies on the heap after a garbage collection is measured after a tenth of them and at the end, as
// is the snapshot. DBSTREAM predicts each event, then learns it; its speed must stay, too.
import { parseArgs } from 'node:util'
import { cluster, metrics, sketch, snapshot, stats, utils } from '@coelho/learners'
import { machineFacts } from './report/machine.mjs'
import { save } from './report/save.mjs'
import { table } from './report/table.mjs'

const { values: given } = parseArgs({
  options: {
    updates: { type: 'string', default: '10000000' },
    only: { type: 'string', default: '' },
  },
})
const updates = Number(given.updates)
/** What the collector leaves differs a little from time to time. */
const FLAT_BYTES = 512 * 1024

const number = (held, u) => held.update(u)
const pair = (held, u, v) => held.update(u, v)
const label = (held, u, v) => held.update(u < 0.3, v < 0.3)
const score = (held, u, v) => held.update(u < 0.3, v)
const word = (held, u) => held.update(`w${Math.floor(1e6 * u * u)}`)
const timed = (held, u, v, i) => held.update(u, v, { t: 1000 * i })
/** Two places that wander for ever: old micro-clusters fade away, new ones come. */
function wander(model, u, v, i) {
  const at = (i * 1e-5) % 1000
  const x = { a: 10 * u + at, b: 10 * v + (u < 0.5 ? 0 : at) }
  model.predictOne(x)
  model.learnOne(x)
}
const fading = {
  clusteringThreshold: 0.5,
  fadingFactor: 0.003,
  cleanupInterval: 50,
  intersectionFactor: 0.05,
}
const rolling = (cls) => () => new utils.Rolling({ cls, windowSize: 1000 })

const subjects = {
  'Rolling(Mean)': [rolling(stats.Mean), number],
  'Rolling(Var)': [rolling(stats.Var), number],
  'Rolling(PearsonCorr)': [rolling(stats.PearsonCorr), pair],
  'Rolling(Accuracy)': [rolling(metrics.Accuracy), label],
  'Rolling(F1)': [rolling(metrics.F1), label],
  'Rolling(MAE)': [rolling(metrics.MAE), pair],
  'Rolling(ROCAUC)': [rolling(metrics.ROCAUC), score],
  'TimeRolling(Mean)': [
    () => new utils.TimeRolling({ cls: stats.Mean, period: 300_000 }),
    (held, u, _v, i) => held.update(u, { t: 1000 * i }),
  ],
  'TimeRolling(MAE)': [() => new utils.TimeRolling({ cls: metrics.MAE, period: 300_000 }), timed],
  RollingROCAUC: [() => new metrics.RollingROCAUC({ windowSize: 5000 }), score],
  RollingPRAUC: [() => new metrics.RollingPRAUC({ windowSize: 5000 }), score],
  RollingMax: [() => new stats.RollingMax({ windowSize: 1000 }), number],
  RollingMin: [() => new stats.RollingMin({ windowSize: 1000 }), number],
  RollingAbsMax: [() => new stats.RollingAbsMax({ windowSize: 1000 }), number],
  RollingPeakToPeak: [() => new stats.RollingPeakToPeak({ windowSize: 1000 }), number],
  RollingQuantile: [() => new stats.RollingQuantile({ q: 0.5, windowSize: 1000 }), number],
  RollingIQR: [() => new stats.RollingIQR({ windowSize: 1000 }), number],
  RollingMode: [
    () => new stats.RollingMode({ windowSize: 1000 }),
    (held, u) => held.update(Math.floor(100 * u)),
  ],
  Quantile: [() => new stats.Quantile(), number],
  IQR: [() => new stats.IQR(), number],
  AutoCorr: [() => new stats.AutoCorr({ lag: 20 }), number],
  Shift: [() => new stats.Shift({ amount: 20 }), number],
  EWMean: [() => new stats.EWMean(), number],
  EWVar: [() => new stats.EWVar(), number],
  Counter: [() => new sketch.Counter({ seed: 1 }), word],
  HeavyHitters: [() => new sketch.HeavyHitters(), word],
  Histogram: [() => new sketch.Histogram(), number],
  NUnique: [() => new sketch.NUnique({ seed: 1 }), word],
  DBSTREAM: [() => new cluster.DBSTREAM(fading), wander],
  Set: [() => new sketch.Set({ seed: 1 }), (held, u) => held.add(`w${Math.floor(1e6 * u * u)}`)],
}

/** Bytes that are held: on the heap and in typed arrays. */
function held() {
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function soak([make, update]) {
  const subject = make()
  const marks = []
  const started = performance.now()
  let [a, b] = [1, 2]
  for (let i = 1; i <= updates; i++) {
    a = (a * 48271) % 2147483647
    b = (b * 69621) % 2147483647
    update(subject, a / 2147483647, b / 2147483647, i)
    if (i === Math.floor(updates / 10) || i === updates) {
      const seconds = (performance.now() - started) / 1000
      marks.push({ held: held(), saved: snapshot.save(subject).length, seconds })
    }
  }
  const [early, late] = marks
  return {
    grew: late.held - early.held,
    saved: late.saved,
    savedGrew: late.saved - early.saved,
    seconds: late.seconds,
    // How long an event took later on, by how long it took in the first tenth.
    slower: (late.seconds - early.seconds) / 9 / early.seconds,
  }
}

if (!globalThis.gc) throw new Error('Run it as: node --expose-gc bench/soak.mjs')
const started = new Date()
const results = []
for (const [name, subject] of Object.entries(subjects)) {
  if (!new RegExp(given.only).test(name)) continue
  const result = { name, ...soak(subject) }
  const flat = result.grew < FLAT_BYTES && result.savedGrew < FLAT_BYTES
  results.push({ ...result, flat })
  console.log(`${name}: ${flat ? 'flat' : 'GROWS'} (${result.grew} bytes)`)
}
const rows = results.map(({ name, grew, saved, savedGrew, seconds, slower, flat }) => [
  name,
  ...[grew, saved, savedGrew].map((bytes) => bytes.toLocaleString('en')),
  ...[seconds.toFixed(1), `${slower.toFixed(2)} ×`],
  flat ? 'yes' : 'NO',
])
const head = ['class', 'heap grew by', 'snapshot', 'it grew by', 'seconds', 'later events', 'flat']
console.log(`\nBytes, from ${updates / 10} to ${updates} updates:\n`)
console.log(table(head, rows).join('\n'))
const machine = await machineFacts({})
console.log(
  save('soak', started, { kind: 'soak', date: started.toISOString(), updates, machine, results }),
)
if (results.some(({ flat }) => !flat)) process.exitCode = 1

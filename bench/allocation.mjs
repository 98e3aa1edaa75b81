// How many bytes a row leaves behind on the frame path: none, but for what is handed back.
//
//   node bench/allocation.mjs
//
// The process runs again with a young generation so large that nothing is collected in between,
// so that the heap's growth is all that was allocated. Each model has learned the stream three
// times before, so that compiling and growing are over.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Frame, naiveBayes, preprocessing, random, tree } from '@coelho/learners'

const ROOM = '--max-semi-space-size=512'
if (!process.execArgv.includes(ROOM)) {
  const file = fileURLToPath(import.meta.url)
  const { status } = spawnSync(process.execPath, [ROOM, '--min-semi-space-size=512', file], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}

const ROWS = 100_000
const FEATURES = 10
const rng = new random.Random(1)
const values = Float64Array.from({ length: ROWS * FEATURES }, () => rng.random())
const labels = Array.from({ length: ROWS }, (_, i) => {
  const sum = values[i * FEATURES] + values[i * FEATURES + 1]
  return sum > 1.2 ? 'high' : sum > 0.7 ? 'middle' : 'low'
})
const names = Array.from({ length: FEATURES }, (_, k) => `x${k}`)
const frame = Frame.fromArray(values, names)

function bytesPerRow(work) {
  const before = process.memoryUsage().heapUsed
  const kept = work()
  const bytes = (process.memoryUsage().heapUsed - before) / ROWS
  return kept === null ? NaN : Math.max(0, Math.round(bytes * 10) / 10)
}

const models = {
  'a growing Hoeffding tree': () => new tree.HoeffdingTreeClassifier(),
  'between tries to split': () => new tree.HoeffdingTreeClassifier({ gracePeriod: 1e9 }),
  GaussianNB: () => new naiveBayes.GaussianNB(),
  StandardScaler: () => new preprocessing.StandardScaler(),
}

console.log('bytes a row                learnMany   predictMany   predictThenLearnMany')
for (const [name, make] of Object.entries(models)) {
  const work = [
    (model) => model.learnMany(frame, labels),
    (model) => model.predictMany?.(frame),
    (model) => model.predictThenLearnMany?.(frame, labels),
  ]
  const warm = make()
  for (let pass = 0; pass < 3; pass++) for (const step of work) step(warm)
  const figures = work.map((step) => bytesPerRow(() => step(warm)))
  const text = warm.predictMany ? figures : [figures[0], '–', '–']
  console.log(name.padEnd(26) + text.map((n, k) => String(n).padStart([10, 14, 23][k])).join(''))
}
console.log('A prediction handed back takes 8 bytes; tries to split and new leaves take the rest.')

// A forest learns a stream whose concept changes, while you watch.
//
//   npm run quickstart                     300,000 events
//   npm run quickstart -- --events 50000   another number
import { parseArgs } from 'node:util'
import { datasets } from '@coelho/learners'
import { Forest } from './forest.mjs'
import { bold, dim, Screen } from './screen.mjs'

const { values } = parseArgs({ options: { events: { type: 'string', default: '300000' } } })
const total = Number(values.events)
if (!Number.isSafeInteger(total) || total < 1_000) {
  console.error(`--events must be a whole number of at least 1,000, got ${values.events}.`)
  process.exit(2)
}

const WINDOW = 2_000
const STRETCHES = 48
/** Each concept labels by another threshold: at every change some of what was learned is wrong. */
const CONCEPTS = [0, 3, 2, 1]

function* drifting() {
  for (const [i, variant] of CONCEPTS.entries()) {
    const count = Math.floor(((i + 1) * total) / 4) - Math.floor((i * total) / 4)
    yield* new datasets.synth.SEA({ variant, noise: 0.05, seed: 7 + i }).take(count)
  }
}

console.log(`\n${bold('COELHO learners')}  a forest of 10 Hoeffding trees learns a drifting stream`)
console.log(dim('  each event is predicted first, then learned; the concept changes three times\n'))

const forest = new Forest()
const screen = new Screen()
const recent = new Uint8Array(WINDOW)
const shares = []
const started = performance.now()
let seen = 0
let right = 0
let recentRight = 0
let stretchRight = 0
let stretchSeen = 0

function show() {
  const seconds = (performance.now() - started) / 1000
  const accuracy = recentRight / Math.min(seen, WINDOW)
  screen.show({ done: seen / total, shares, accuracy, perSecond: seen / seconds, events: seen })
}

for (const [x, y] of drifting()) {
  const hit = forest.predictOne(x) === y ? 1 : 0
  forest.learnOne(x, y)

  recentRight += hit - recent[seen % WINDOW]
  recent[seen % WINDOW] = hit
  right += hit
  stretchRight += hit
  stretchSeen++
  seen++
  if (stretchSeen >= total / STRETCHES) {
    shares.push(stretchRight / stretchSeen)
    stretchRight = 0
    stretchSeen = 0
    show()
  }
}
show()

const average = ((100 * right) / total).toFixed(1)
console.log(`\n  ${average} % right over all events (5 % of the labels are noise),`)
console.log(`  ${forest.resets} trees started anew when the concept had changed.\n`)
console.log(
  `${bold('Next:')} open examples/quickstart/run.mjs, change a concept or the forest, run it again;`,
)
console.log('or read README.md for a model of your own in five lines.\n')

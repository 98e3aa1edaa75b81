// What an event costs a sliding window of neighbours (5 are sought, then it is kept), by the size
// of the window, in 2, 5, 10 and 20 dimensions: by scans, in the tree, and as LazySearch does it.
//
//   node bench/growth-neighbours.mjs                 # about two minutes
//   node bench/growth-neighbours.mjs --most 10000    # some seconds
//
// Processor time, not that of the clock. The table goes to the standard output.
import { neighbors, random } from '@coelho/learners'
import { SpatialIndex } from '../packages/learners/dist/spatial/spatial-index.js'

const given = (name) => Number(process.argv[process.argv.indexOf(name) + 1])
const most = given('--most') || 100_000
const least = given('--least') || 100
const sizes = [100, 300, 1000, 3000, 10_000, 100_000].filter(
  (size) => size >= least && size <= most,
)
const layouts = {
  even: (rng) => rng.random(),
  clusters: (rng, event) => (((event % 20) * 7.31) % 5) + rng.gauss(0, 0.1),
}

function eventsOf(layout, dimensions, count, rng) {
  return Array.from({ length: count }, () => {
    const event = {}
    const kind = rng.randint(0, 19)
    for (let k = 0; k < dimensions; k++) event[`x${k}`] = layout(rng, kind * (k + 3) + k)
    return event
  })
}

/** Microseconds of an event. */
function cost(search, windowSize, events, fresh) {
  const engine = new neighbors.LazySearch({ windowSize })
  const model = new neighbors.KNNRegressor({ nNeighbors: 5, engine })
  if (search !== 'fastest') {
    Object.defineProperty(model.engine, 'index', { value: new SpatialIndex(search) })
  }
  for (const event of events) model.learnOne(event, 1)
  const pass = (list) => {
    for (const event of list) {
      model.predictOne(event)
      model.learnOne(event, 1)
    }
  }
  pass(fresh.slice(0, fresh.length / 3))
  const rest = fresh.slice(fresh.length / 3)
  const before = process.cpuUsage()
  pass(rest)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / rest.length
}

const lines = [
  '| layout | dimensions | window | scan (µs) | tree (µs) | LazySearch (µs) |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
]
for (const [name, layout] of Object.entries(layouts)) {
  for (const dimensions of [2, 5, 10, 20]) {
    for (const size of sizes) {
      const rng = new random.Random(1)
      const events = eventsOf(layout, dimensions, size, rng)
      const fresh = eventsOf(layout, dimensions, Math.min(30_000, Math.max(3000, 6e7 / size)), rng)
      const costs = ['scan', 'tree', 'fastest'].map((search) => cost(search, size, events, fresh))
      lines.push(`| ${[name, dimensions, size, ...costs.map((us) => us.toFixed(2))].join(' | ')} |`)
      console.error(lines.at(-1))
    }
  }
}
console.log(lines.join('\n'))

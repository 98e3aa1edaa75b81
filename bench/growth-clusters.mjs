// What an event costs DBSTREAM and DenStream, by the number of their micro-clusters, in 2, 5 and
// 20 dimensions; beside it the same with every search a scan.
//
//   node bench/growth-clusters.mjs                 # about five minutes
//   node bench/growth-clusters.mjs --most 10000    # half a minute
//
// Processor time, not that of the clock. The table goes to results/growth-clusters.md, with plots
// beside it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cluster, Frame, random } from '@coelho/learners'
import { SpatialIndex } from '../packages/learners/dist/spatial/spatial-index.js'
import { results } from './paths.mjs'
import { machineFacts } from './report/machine.mjs'
import { writePlot } from './report/plot.mjs'
import { save } from './report/save.mjs'

const most = Number(process.argv[process.argv.indexOf('--most') + 1]) || 100_000
const sizes = [100, 1000, 10_000, 100_000].filter((size) => size <= most)

/** Places that are far enough from each other. */
const layouts = {
  /** Spread evenly in a box. */
  box(count, dimensions, rng) {
    const side = 3 * count ** (1 / dimensions)
    return Float64Array.from({ length: count * dimensions }, () => rng.random() * side)
  },
  /** On the axes: with other coordinates a radius of DenStream is seldom above 0. */
  axes(count, dimensions) {
    const places = new Float64Array(count * dimensions)
    for (let i = 0; i < count; i++) {
      places[i * dimensions + (i % dimensions)] = 3 * (Math.floor(i / dimensions) + 1)
    }
    return places
  },
}

const models = {
  DBSTREAM: {
    layout: layouts.box,
    make: () => new cluster.DBSTREAM({ fadingFactor: 1e-7, cleanupInterval: 100 }),
    places: (model) => [model.micro.places],
    clusters: (model) => model.macro.clusters,
  },
  DenStream: {
    layout: layouts.axes,
    make: () => new cluster.DenStream({ ...tiny, epsilon: 0.5, nSamplesInit: 1 }),
    places: (model) => [model.potential.places, model.outliers.places],
    clusters: (model) => model.groups.clusters,
  },
}
const tiny = { decayingFactor: 1e-6, mu: 2, beta: 0.75 }

/** Events near places, by their numbers. */
function eventsAt(places, dimensions, which) {
  const values = new Float64Array(which.length * dimensions)
  which.forEach((place, i) => {
    for (let k = 0; k < dimensions; k++) {
      const value = places[place * dimensions + k]
      values[i * dimensions + k] = value === 0 ? 0 : value + 0.1 * Math.sin(i + k)
    }
  })
  return Frame.fromArray(
    values,
    Array.from({ length: dimensions }, (_, k) => `x${k}`),
  )
}

function objectsOf(frame) {
  return Array.from({ length: frame.length }, (_, i) => frame.row(i))
}

/** Of processor time, for each of so many events. */
function microseconds(count, work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

/** What an event costs that is learned, and one that is predicted, then learned. */
function costs(model, events, count) {
  const frame = events(count)
  const learn = microseconds(count, () => model.learnMany(frame))
  const rows = objectsOf(events(count))
  model.predictOne(rows[0])
  const test = microseconds(count, () => {
    for (const x of rows) {
      model.predictOne(x)
      model.learnOne(x)
    }
  })
  return { learn, test }
}

/** A model with a micro-cluster at each place; `ways` says how it searches them. */
function grown({ make, places, clusters }, events, centres, way) {
  const model = make()
  model.learnMany(eventsAt(centres.places, centres.dimensions, centres.visits))
  if (way === 'scan') {
    for (const store of [...places(model), clusters(model)]) {
      Object.defineProperty(store, 'index', { value: new SpatialIndex('scan') })
    }
  }
  costs(model, events, Math.min(2500, centres.events[way]))
  return model
}

/** The two ways in turn, the quickest round of each: what disturbs one should not count for it. */
function measure(kind, count, dimensions) {
  const rng = new random.Random(1)
  const places = kind.layout(count, dimensions, rng)
  const visits = Array.from({ length: 2 * count }, (_, i) => i >> 1)
  const scanned = Math.floor(Math.max(200, Math.min(10_000, 4e8 / count / dimensions)))
  const centres = { places, dimensions, visits, events: { index: 10_000, scan: scanned } }
  const events = (length) => {
    const which = Array.from({ length }, () => rng.randint(0, count - 1))
    return eventsAt(places, dimensions, which)
  }
  const best = {}
  const models = ['index', 'scan'].map((way) => [way, grown(kind, events, centres, way)])
  for (let round = 0; round < (count > 10_000 ? 2 : 5); round++) {
    for (const [way, model] of models) {
      const { learn, test } = costs(model, events, centres.events[way])
      const before = best[way] ?? { learn, test }
      best[way] = { learn: Math.min(before.learn, learn), test: Math.min(before.test, test) }
    }
  }
  const live = kind.places(models[0][1]).reduce((sum, { live }) => sum + live, 0)
  return { live, ...best }
}

const shown = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(0))
const lines = [
  '| model | dimensions | micro-clusters | learn (µs) | by scans | predict, learn (µs) | by scans |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
]
const started = new Date()
const machine = await machineFacts({})
const measured = []
measure(models.DBSTREAM, 1000, 2)
measure(models.DenStream, 1000, 2)
for (const [name, model] of Object.entries(models)) {
  for (const dimensions of [2, 5, 20]) {
    for (const size of sizes) {
      const { live, index, scan } = measure(model, size, dimensions)
      measured.push({ model: name, dimensions, live, index, scan })
      const figures = [index.learn, scan.learn, index.test, scan.test].map(shown)
      lines.push(`| ${[name, dimensions, live, ...figures].join(' | ')} |`)
      console.log(lines.at(-1))
    }
  }
  for (const [what, title] of Object.entries({
    learn: 'learned',
    test: 'predicted, then learned',
  })) {
    writePlot(join(results, `growth-${name.toLowerCase()}-${what}.svg`), {
      title: `${name}: an event ${title}`,
      x: 'micro-clusters',
      y: 'µs an event',
      lines: [2, 5, 20].flatMap((dimensions) => [
        lineOf(name, dimensions, what, 'index'),
        lineOf(name, dimensions, what, 'scan'),
      ]),
    })
  }
}
writeFileSync(join(results, 'growth-clusters.md'), `${lines.join('\n')}\n`)
const facts = { kind: 'growth-clusters', date: started.toISOString(), machine, measured }
console.log(`Written to ${save('growth-clusters', started, facts)}`)

function lineOf(model, dimensions, what, way) {
  const points = measured
    .filter((one) => one.model === model && one.dimensions === dimensions)
    .map((one) => [one.live, one[way][what]])
  return { name: `${dimensions} dimensions, ${way}`, points }
}

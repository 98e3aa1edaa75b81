// node bench/growth.mjs [--quick]: how the cost of a row grows with features and with rows.
// Prequential on frames, one process and one pass each; a table, and plots beside the results.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Frame } from '@coelho/learners'
import { buildModel } from './contenders/build.mjs'
import * as paths from './paths.mjs'
import { machineFacts } from './report/machine.mjs'
import { writePlot } from './report/plot.mjs'
import { save } from './report/save.mjs'
import { count, table } from './report/table.mjs'

const { values: given } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
})
const models = ['tree', 'adaptive-tree', 'forest', 'mondrian-forest']
const widths = [10, 100, 1000]
const lengths = given.quick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]
/** More rows of so many features would not fit, or not end. */
const mostCells = given.quick ? 1e6 : { forest: 2e7, 'mondrian-forest': 2e6 }

/** Two classes, told apart by the sum of the first five features, a tenth of them wrongly. */
function makeRows(rows, width) {
  let state = 42
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const values = new Float64Array(rows * width)
  const labels = new Array(rows)
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let k = 0; k < width; k++) {
      const x = next()
      values[i * width + k] = x
      if (k < 5) sum += x
    }
    labels[i] = sum > 2.5 !== next() < 0.1 ? 1 : 0
  }
  const names = Array.from({ length: width }, (_, k) => `x${k}`)
  return { values, labels, names }
}

const warmUp = given.quick ? 0.1 : 1.5

/** Seconds for a fresh model; the code is warm. */
function timed(model, rows, width) {
  const { values, labels, names } = makeRows(rows, width)
  const frame = Frame.fromArray(values, names)
  const warm = Frame.fromArray(values.subarray(0, Math.min(rows, 5000) * width), names)
  const warmLabels = labels.slice(0, warm.length)
  for (const end = performance.now() + 1000 * warmUp; performance.now() < end; ) {
    buildModel(model, []).predictThenLearnMany(warm, warmLabels)
  }
  const fresh = buildModel(model, [])
  const start = process.hrtime.bigint()
  fresh.predictThenLearnMany(frame, labels)
  return Number(process.hrtime.bigint() - start) / 1e9
}

function limitOf(model) {
  return typeof mostCells === 'number' ? mostCells : (mostCells[model] ?? 1e8)
}

const started = new Date()
const machine = await machineFacts({})
const measured = []
for (const model of models) {
  for (const width of widths) {
    for (const rows of lengths) {
      if (rows * width > limitOf(model)) continue
      const seconds = timed(model, rows, width)
      measured.push({ model, width, rows, microseconds: (1e6 * seconds) / rows })
      console.log(`${model}, ${width} features: ${count(rows / seconds)} rows/s at ${rows} rows`)
    }
  }
}

const cells = (model, width) =>
  lengths.map((rows) => {
    const found = measured.find((m) => m.model === model && m.width === width && m.rows === rows)
    return found ? `${found.microseconds.toFixed(2)} µs` : '-'
  })
const head = ['model, features', ...lengths.map((rows) => `${count(rows)} rows`)]
const lines = models.flatMap((model) =>
  widths.map((width) => [`${model}, ${width}`, ...cells(model, width)]),
)
console.log(`\n${table(head, lines).join('\n')}\n`)

if (!given.quick) {
  const line = (model, of, at, fixed) => ({
    name: model,
    points: measured
      .filter((m) => m.model === model && m[fixed.name] === fixed.value)
      .map((m) => [m[at], m[of]]),
  })
  const plot = (file, title, x, at, fixed) =>
    writePlot(join(paths.results, file), {
      ...{ title, x, y: 'µs a row' },
      lines: models.map((model) => line(model, 'microseconds', at, fixed)),
    })
  const rows = { name: 'rows', value: lengths[0] }
  plot('growth-features.svg', 'Cost of a row by features', 'features', 'width', rows)
  const width = { name: 'width', value: 10 }
  plot('growth-rows.svg', 'Cost of a row by rows learned', 'rows', 'rows', width)
  const facts = { date: started.toISOString(), machine, measured }
  console.log(`Written to ${save('growth', started, { kind: 'growth', ...facts })}`)
}

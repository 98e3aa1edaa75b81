// The area under the curve of every anomaly detector, ours and River's, over the anomaly streams.
// Fails if any two differ by more than 1e-6.
//
//   node bench/auc.mjs                             # about three minutes
//   node bench/auc.mjs --only loda --no-build      # one detector, packages/learners/dist as it is
import { readArguments } from './arguments.mjs'
import { contend } from './contend.mjs'
import { buildLearners } from './install/learners.mjs'
import { installRiver } from './install/river.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { save } from './report/save.mjs'
import { table } from './report/table.mjs'
import { ensureStreams } from './streams/streams.mjs'
import { anomalyStreams } from './workloads.mjs'

const tolerance = 1e-6
/** Rows by model: River's local outlier factor makes about two hundred a second. */
const rowsOf = {
  'half-space-trees': 40_000,
  loda: 10_000,
  'local-outlier-factor': 3_000,
  'one-class-svm': 40_000,
  'gaussian-scorer': 40_000,
  'rolling-gaussian-scorer': 40_000,
  'absolute-deviation': 40_000,
  'predictive-detection': 40_000,
  'quantile-filter': 20_000,
  'threshold-filter': 20_000,
}

const wanted = readArguments()
const tools = { river: await installRiver(), learners: await buildLearners(wanted) }
if (!tools.river || !tools.learners) {
  console.error('Both River and the built learners are needed: there is nothing to compare.')
  process.exit(1)
}
await ensureStreams(new Set(anomalyStreams), tools.river)

const started = new Date()
const machine = await machineFacts(tools)
const measured = []
for (const [model, rows] of Object.entries(rowsOf)) {
  for (const stream of anomalyStreams) {
    if (!wanted.only.test(`${model}/${stream}`)) continue
    const job = { model, stream, counts: [wanted.quick ? 1_000 : rows], warm: 0, passes: 0 }
    const ours = await areaOf('coelho', { ...job, variant: 'objects' })
    const river = await areaOf('river', { ...job, variant: 'dicts' })
    const isEqual = Math.abs(ours - river) <= tolerance
    measured.push({ model, stream, rows: job.counts[0], ours, river, isEqual })
    console.log(`${model}/${stream}: ${isEqual ? 'equal' : 'NOT EQUAL'}`)
  }
}

const head = ['detector', 'stream', 'rows', 'ours', 'River', 'difference', 'equal?']
const lines = measured.map(({ model, stream, rows, ours, river, isEqual }) => {
  const areas = [ours.toFixed(7), river.toFixed(7), Math.abs(ours - river).toExponential(1)]
  return [model, stream, String(rows), ...areas, isEqual ? 'yes' : 'NO']
})
console.log(`\n${table(head, lines).join('\n')}\n`)
const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
const name = wanted.quick ? 'auc-quick' : 'auc'
console.log(`Written to ${save(name, started, { kind: name, ...facts, tolerance, measured })}`)
if (measured.length === 0 || measured.some(({ isEqual }) => !isEqual)) process.exitCode = 1

/** Not a number where a contender fails: it equals nothing. */
async function areaOf(contender, job) {
  try {
    return (await contend(contender, job, tools)).results[0].auc
  } catch (error) {
    console.log(`${job.model}/${job.stream}: ${contender} failed. ${error.message}`)
    return Number.NaN
  }
}

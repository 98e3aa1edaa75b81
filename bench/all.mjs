// npm run bench:all: measures everything again, one part after the other, and writes the page anew.
// Names after `--` measure only these; --list says what there is and what it takes, and ends.
import { parseArgs } from 'node:util'
import { show } from '../scripts/lib/run.mjs'

/** `minutes` are rough, on two quiet cores, with everything fetched before. */
const parts = {
  speed: part('run.mjs', { minutes: 75, what: 'rows a second beside River and MOA, three runs' }),
  quality: part('run.mjs', {
    args: ['--quality'],
    minutes: 4,
    what: 'accuracy, five streams each',
  }),
  parts: part('run.mjs', { args: ['--parts'], minutes: 7, what: 'statistics, metrics, readers' }),
  every: part('every.mjs', { minutes: 15, what: 'every class on its golden case' }),
  linear: part('vw.mjs', { minutes: 3, what: 'linear models, beside Vowpal Wabbit too' }),
  text: part('text.mjs', { minutes: 2, what: 'titles into classes, beside scikit-learn too' }),
  growth: part('growth.mjs', { minutes: 25, what: 'a row by features and by rows' }),
  clusters: part('growth-clusters.mjs', { minutes: 12, what: 'an event by micro-clusters' }),
  snapshots: part('snapshots.mjs', { minutes: 2, what: "a forest's snapshot beside a pickle" }),
  soak: part('soak.mjs', { node: ['--expose-gc'], minutes: 2, what: 'is memory flat?' }),
  checkpoints: part('checkpoints.mjs', { minutes: 3, what: 'disk, bucket, start-up', needs: 'Go' }),
  mlflow: part('mlflow.mjs', { minutes: 7, what: "points logged, beside MLflow's client" }),
  throughput: part('throughput.mjs', { minutes: 15, what: 'from a broker', needs: 'Java' }),
  http: part('http.mjs', { minutes: 4, what: 'predictions, beside FastAPI' }),
}

function part(file, { node = [], args = [], ...facts }) {
  return { command: [...node, `bench/${file}`, ...args], ...facts }
}

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.find((name) => !Object.hasOwn(parts, name))
if (unknown !== undefined) {
  console.error(`No part is called "${unknown}". There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
const chosen = Object.entries(parts).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
)
console.log(
  'River, MOA and what else is missing is fetched first: Python 3.11, for MOA a JDK and Maven.',
)
for (const [name, { what, minutes, needs }] of chosen) {
  const more = needs ? `; needs ${needs}` : ''
  console.log(`  ${name.padEnd(12)} about ${String(minutes).padStart(3)} min  ${what}${more}`)
}
const sum = chosen.reduce((total, [, { minutes }]) => total + minutes, 0)
console.log(`${sum} minutes in all, of nothing else on this machine.\n`)
if (!values.list) await measure()

/** What fails is told at the end, and keeps nothing else from being measured. */
async function measure() {
  const told = []
  for (const [name, { command }] of chosen) {
    console.log(`== ${name}: node ${command.join(' ')}`)
    const began = performance.now()
    const code = await show(process.execPath, command)
    const minutes = ((performance.now() - began) / 60_000).toFixed(1)
    told.push(`  ${name.padEnd(12)} ${minutes} min${code === 0 ? '' : `, ended with ${code}`}`)
    if (code !== 0) process.exitCode = 1
  }
  const code = await show(process.execPath, ['bench/page/run.mjs'])
  if (code !== 0) process.exitCode = 1
  console.log(told.join('\n'))
}

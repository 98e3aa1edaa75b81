// node bench/vw.mjs: linear models on dense rows, hashed text and one-hot rows beside River's and
// Vowpal Wabbit's own driver. `--no-build` measures what is in dist/.
import { join } from 'node:path'
import { buildLearners } from './install/learners.mjs'
import { installPeer } from './install/peers.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import * as paths from './paths.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { count, table, times } from './report/table.mjs'
import { ensureStreams } from './streams/streams.mjs'

/** So many rows that our three passes to warm up are enough for the engine to compile all of it. */
const tasks = [
  { task: 'dense, frames', rows: 200_000, river: 80, vw: 4 },
  { task: 'dense, objects', rows: 200_000, river: 30 },
  { task: 'hashed text', rows: 20_000, river: 30, vw: undefined },
  { task: 'one-hot to rows', rows: 100_000, river: 8 },
  { task: 'one-hot and logistic regression', rows: 100_000, river: undefined },
]
const rounds = process.argv.includes('--quick') ? 1 : 3
const flags = ['--single-threaded-gc', '--max-old-space-size=4096']
const script = (name) => join(import.meta.dirname, 'vw', name)

const river = await installRiver()
if (!river) process.exit(1)
const hasVw = await installPeer(river, 'vowpalwabbit')
await buildLearners({ build: !process.argv.includes('--no-build') })
await ensureStreams(new Set(['hyperplane']), river)
const { ensureData, folder } = await import('./vw/data.mjs')
ensureData()

const started = new Date()
const machine = await machineFacts({ river })
const results = []
for (const { task, rows, ...peers } of tasks) {
  for (const [peer, goal] of Object.entries(peers)) {
    if (peer === 'vw' && !hasVw) continue
    results.push(await compare(task, peer, rows, goal))
    console.log(lines(results.slice(-1)).at(-1))
  }
}
console.log(`\n${lines(results).join('\n')}\n`)
const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
console.log(`Written to ${save('linear', started, { kind: 'linear', ...facts, results })}`)

/** Both in turn, at as many rows; the medians count. */
async function compare(task, peer, rows, goal) {
  const found = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round++) {
    found.ours.push(await ask(process.execPath, [...flags, script('ours.mjs'), task, String(rows)]))
    const words = [peer, task, String(rows), folder, paths.streams]
    found.theirs.push(await ask(river, [script('peers.py'), ...words]))
  }
  const [ours, theirs] = [rateOf(found.ours), rateOf(found.theirs)]
  return { task, peer, rows, goal, ours, theirs, ratio: ours / theirs, found }
}

async function ask(command, args) {
  return JSON.parse((await run(command, args)).trim().split('\n').at(-1))
}

function rateOf(reports) {
  return median(reports.map(({ rowsPerSecond }) => rowsPerSecond))
}

function lines(results) {
  const rows = results.map(({ task, peer, rows, goal, ours, theirs, ratio, found }) => {
    const [mine] = found.ours
    const [other] = found.theirs
    const facts = ['accuracy', 'sum'].filter((fact) => other[fact] !== undefined)
    const same = facts.every((fact) => mine[fact] === other[fact])
    const title = `${task}${facts.length === 0 || same ? '' : ' (answers differ)'}`
    return [title, peer, String(rows), count(ours), count(theirs), times(ratio), times(goal)]
  })
  return table(['task', 'peer', 'rows', 'ours', 'theirs', 'ratio', 'wanted'], rows)
}

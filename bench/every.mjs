// node bench/every.mjs: each class of River's list that learns or transforms beside River's own, on
// the first of its golden cases, its stream gone through again and again. Both sides learn the same
// rows, and what they say at the last of them is compared. Processor time counts, not time that
// passes: so other work on the machine does less harm.
// `--only REGEX` some classes, `--all` also statistics, metrics, optimizers, sketches, `--runs 3`
// the medians of three, `--seconds 2` a longer run of River's and warm-up of ours (1), `--quick`
// shows that all works, `--no-build` measures what is in dist/.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildLearners } from './install/learners.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { count, table, times } from './report/table.mjs'

const { values: given } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '1' },
  },
})
const goal = 20
/** For River's only run, and for our runs before those that count. */
const seconds = given.quick ? 0.02 : Number(given.seconds)
/** So many of the last answers are compared. */
const keep = 32
const flags = ['--single-threaded-gc', '--max-old-space-size=4096']
const script = (name) => join(import.meta.dirname, 'every', name)

await buildLearners({ build: !given['no-build'] })
const river = await installRiver()
if (!river) process.exit(1)
const { bundleGolden, classes, golden } = await import('./every/cases.mjs')
await bundleGolden()
const chosen = classes(new RegExp(given.only)).filter(({ learns }) => learns || given.all)

const started = new Date()
const machine = await machineFacts({ river })
const folder = mkdtempSync(join(tmpdir(), 'coelho-every-'))
const results = []
try {
  for (const task of chosen) {
    try {
      results.push(await compare(task))
      console.log(lines(results.slice(-1)).at(-1))
    } catch (error) {
      console.error(`${task.river}: ${error.message}`)
      process.exitCode = 1
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
results.sort((a, b) => a.ratio - b.ratio)
console.log(`\n${lines(results).join('\n')}\n\n${summary()}`)
const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
const kind = given.quick ? 'every-quick' : 'every'
console.log(`Written to ${save(kind, started, { kind, goal, seconds, ...facts, results })}`)

/** River first, who says how many rows it can; then ours on as many. The medians count. */
async function compare({ learns, ...said }) {
  const task = { ...said, keep, seconds, streams: join(golden, 'streams') }
  const found = { ours: [], theirs: [] }
  let differs
  for (let round = 0; round < Number(given.runs); round++) {
    const peer = await ask(river, [], 'river_side.py', task)
    Object.assign(task, { rows: peer.rows, outputs: peer.outputs })
    found.theirs.push(peer.rowsPerSecond)
    const mine = await ask(process.execPath, flags, 'ours.mjs', task)
    found.ours.push(mine.rowsPerSecond)
    differs ??= mine.differs
  }
  const [ours, theirs] = [median(found.ours), median(found.theirs)]
  const { river: name, name: title, protocol, stream, limit } = said
  const facts = { name, title, protocol, stream, limit, learns, rows: task.rows }
  return { ...facts, ours, theirs, ratio: ours / theirs, differs, found }
}

async function ask(command, options, name, task) {
  const file = join(folder, 'task.json')
  writeFileSync(file, JSON.stringify(task))
  const printed = await run(command, [...options, script(name), file])
  return JSON.parse(printed.trim().split('\n').at(-1))
}

function lines(results) {
  const rows = results.map(({ name, rows, ours, theirs, ratio, differs }) => [
    ...[`${name}${differs ? ` (answers differ: ${differs})` : ''}`, count(rows)],
    ...[count(ours), count(theirs), `${times(ratio)}${ratio < goal ? ' <' : '  '}`],
  ])
  return table(['class', 'rows', 'ours', 'River', `ratio, wanted ${goal}x`], rows)
}

function summary() {
  const below = results.filter(({ ratio }) => ratio < goal).length
  const differing = results.filter(({ differs }) => differs).length
  return `${results.length} classes, ${below} below ${goal}x; ${differing} whose answers differ. \
Processor time, load ${machine.load} before and ${load()} after.`
}

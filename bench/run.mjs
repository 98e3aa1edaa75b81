// npm run bench: our speed, or quality, beside River's and MOA's. See README.md.
import { readArguments } from './arguments.mjs'
import { buildLearners } from './install/learners.mjs'
import { installMoa } from './install/moa.mjs'
import { installRiver } from './install/river.mjs'
import { measureParts, partsTable } from './parts/run.mjs'
import { measureQuality } from './quality.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { qualityTable } from './report/quality.mjs'
import { save } from './report/save.mjs'
import { speedTables } from './report/speed.mjs'
import { summarize } from './report/summary.mjs'
import { measureSpeed } from './speed.mjs'
import { ensureStreams } from './streams/streams.mjs'
import { workloads } from './workloads.mjs'

const wanted = readArguments()
const chosen = workloads.filter(({ name }) => wanted.only.test(name))
if (chosen.length === 0 && !wanted.parts)
  fail(`No workload matches; there are ${names(workloads)}.`)

const needsMoa = !wanted.parts && chosen.some(({ peers }) => peers.includes('moa'))
const tools = {
  river: await installRiver(),
  moa: needsMoa ? await installMoa() : undefined,
  learners: await buildLearners(wanted),
}
if (!tools.river) fail("Without River there are no streams: they are made by River's generators.")
if (!wanted.parts) await ensureStreams(new Set(chosen.map(({ stream }) => stream)), tools.river)

const started = new Date()
const machine = await machineFacts(tools)
if (machine.load > 0.5)
  console.log(`The machine is busy (load ${machine.load}): figures will be low.`)

if (wanted.parts) {
  const measured = await measureParts(wanted, tools)
  print(partsTable(measured))
  finish('parts', { runs: wanted.runs, parts: measured })
} else if (wanted.quality) {
  const workloads = await measureQuality(wanted, tools)
  print(qualityTable(workloads))
  finish('quality', { workloads })
  if (workloads.some(({ gates, noWorse }) => gates && noWorse === false)) process.exitCode = 1
} else {
  const measured = await measureSpeed(wanted, tools)
  const summaries = measured.map(summarize)
  print(speedTables(summaries, wanted))
  const reports = measured.flatMap(({ entries }) => entries.flatMap((entry) => entry.reports))
  finish('speed', { runs: wanted.runs, workloads: summaries, reports })
}

function finish(kind, content) {
  const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
  const name = wanted.quick ? `${kind}-quick` : kind
  console.log(`Written to ${save(name, started, { kind: name, ...facts, ...content })}`)
}

function print(lines) {
  console.log(`\n${lines.join('\n')}\n`)
}

function names(all) {
  return all.map(({ name }) => name).join(', ')
}

function fail(why) {
  console.error(why)
  process.exit(1)
}

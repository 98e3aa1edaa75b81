// node bench/throughput.mjs: events learned a second from a Kafka broker, the whole way (fetched,
// decoded, checked, predicted, judged, learned, a checkpoint each second), beside the bare learner
// on the same events in memory (and the same from their bytes), the bare consumer, and the same in
// Python: librdkafka and River.
// `--no-build` measures what is in dist/, `--only fraud` one project, `--quick` a tenth of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { start } from '../scripts/services/kafka.mjs'
import { buildLearners } from './install/learners.mjs'
import { installPeer } from './install/peers.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { count, percent, table, times } from './report/table.mjs'

const { values: given } = parseArgs({
  options: {
    'no-build': { type: 'boolean' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
  },
})
const runs = given.quick ? 1 : Number(given.runs)
/** Python learns the first of the events only: its models are small there, and quick. */
const projects = { fraud: [100_000, 20_000], arrival: [100_000, 5000], shop: [300_000, 50_000] }
const goals = { share: 0.7, ratio: 30 }

await buildLearners({ build: !given['no-build'] })
const python = await installRiver()
const hasPeer = python && (await installPeer(python, 'confluent-kafka'))
const { bundleProjects, fill } = await import('./throughput/projects.mjs')
const folder = mkdtempSync(join(tmpdir(), 'coelho-throughput-'))
const started = new Date()
const machine = await machineFacts(python ? { river: python } : {})
await bundleProjects()
const broker = await start({ dataDir: join(folder, 'broker') })
const results = []
try {
  for (const [project, [events, fewer]] of Object.entries(projects)) {
    if (!project.includes(given.only)) continue
    const part = given.quick ? 10 : 1
    results.push(await compare(project, events / part, fewer / part))
    console.log(lines(results.slice(-1)).at(-1))
  }
} finally {
  await broker.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`\n${lines(results).join('\n')}\n`)
const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
console.log(`Written to ${save('throughput', started, { kind: 'throughput', ...facts, results })}`)

/** All of them in turn, several times; the medians count. */
async function compare(project, events, fewer) {
  const topic = `${project}-${events}`
  await fill(broker.brokers[0], topic, project, events)
  const found = { whole: [], learner: [], reader: [], consumer: [], python: [] }
  for (let i = 0; i < runs; i++) {
    const words = [project, broker.brokers[0], topic, String(events), join(folder, `${topic}-${i}`)]
    for (const way of ['whole', 'learner', 'reader', 'consumer'])
      found[way].push(await ours(way, words))
    if (hasPeer) found.python.push(await theirs([...words.slice(0, 3), String(fewer), folder]))
  }
  const rates = Object.fromEntries(
    Object.entries(found).map(([way, all]) => [way, median(all.map((one) => one.eventsPerSecond))]),
  )
  const share = rates.whole / Math.min(rates.learner, rates.consumer)
  return { project, events, fewer, ...rates, share, ratio: rates.whole / rates.python, found }
}

async function ours(way, words) {
  const script = join(import.meta.dirname, 'throughput', 'ours.mjs')
  return JSON.parse((await run(process.execPath, [script, way, ...words])).trim())
}

async function theirs(words) {
  const script = join(import.meta.dirname, 'throughput', 'river_way.py')
  return JSON.parse((await run(python, [script, ...words])).trim().split('\n').at(-1))
}

function lines(all) {
  const rows = all.map((one) => [
    ...[one.project, count(one.events), count(one.whole), count(one.learner), count(one.reader)],
    ...[
      count(one.consumer),
      percent(one.share),
      percent(goals.share),
      count(one.fewer),
      count(one.python),
    ],
    ...[times(one.ratio), times(goals.ratio)],
  ])
  const head = [
    'project',
    'events',
    'whole way',
    'bare learner',
    'bare consumer',
    'share',
    'wanted',
  ]
  return table([...head, 'events', 'Python', 'ratio', 'wanted'], rows)
}

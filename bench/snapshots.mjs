// node bench/snapshots.mjs: the snapshot of a forest beside River's pickle, after as many rows.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { snapshot } from '@coelho/learners'
import { load } from '@coelho/learners/all'
import { buildModel } from './contenders/build.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import * as paths from './paths.mjs'
import { machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { table } from './report/table.mjs'
import { readStream, toFrame } from './streams/read.mjs'
import { ensureStreams } from './streams/streams.mjs'

const { values: given } = parseArgs({ options: { rows: { type: 'string', default: '50000' } } })
const rows = Number(given.rows)
const model = 'forest'
const streams = ['rbf', 'agrawal']
const repeats = 9

function ours(stream) {
  const read = readStream(stream, { rows })
  const learned = buildModel(model, read.nominal)
  learned.learnMany(toFrame(read, rows), read.labels.slice(0, rows))
  const bytes = snapshot.save(learned)
  const saved = timeOf(() => snapshot.save(learned))
  const loaded = timeOf(() => load(bytes))
  return { bytes: bytes.length, save: saved, load: loaded }
}

/** Milliseconds, the middle of several. */
function timeOf(work) {
  const times = []
  for (let i = 0; i < repeats; i++) {
    const start = process.hrtime.bigint()
    work()
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
  }
  return median(times)
}

const started = new Date()
const river = await installRiver()
if (!river) process.exit(1)
await ensureStreams(new Set(streams), river)
const measured = []
for (const stream of streams) {
  const script = join(paths.bench, 'contenders', 'river', 'pickled.py')
  const words = ['--model', model, '--stream', stream, '--rows', String(rows)]
  const printed = await run(river, [script, ...words, '--streams', paths.streams])
  measured.push({ stream, ours: ours(stream), river: JSON.parse(printed) })
}
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`
const ms = (time) => `${time.toFixed(1)} ms`
const head = ['forest after', 'ours', 'River', 'save', 'River', 'load', 'River']
const lines = measured.map(({ stream, ours: us, river: peer }) => [
  `${rows} rows of ${stream}`,
  ...[megabytes(us.bytes), megabytes(peer.bytes), ms(us.save), ms(peer.save)],
  ...[ms(us.load), ms(peer.load)],
])
console.log(`\n${table(head, lines).join('\n')}\n`)
const machine = await machineFacts({ river })
const content = { kind: 'snapshots', date: started.toISOString(), machine, rows, measured }
console.log(`Written to ${save('snapshots', started, content)}`)

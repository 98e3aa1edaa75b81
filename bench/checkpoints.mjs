// node bench/checkpoints.mjs: what a checkpoint costs at 1, 10 and 50 MB, on a disk and in a bucket
// of MinIO on this machine, and how soon a new process goes on from one. Medians.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Frame, metrics, neighbors } from '@coelho/learners'
import { Checkpoints, Claim, defineProject, Learning, openStore } from '@coelho/runtime'
import { z } from 'zod'
import { start } from '../scripts/services/minio.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { table } from './report/table.mjs'

const { values: given, positionals } = parseArgs({
  options: { repeats: { type: 'string', default: '9' } },
  allowPositionals: true,
})
const repeats = Number(given.repeats)
/** Megabytes, and the rows that make them: powers of two, of which a window wastes nothing. */
const sizes = { 1: 1024, 10: 8192, 50: 65_536 }
/** A new process is to be learning again within so many milliseconds. */
const limitMs = 2000

function featuresOf(megabytes) {
  const count = Math.round((megabytes * 1e6) / 8 / sizes[megabytes]) - 1
  return Array.from({ length: count }, (_, f) => `f${f}`)
}

/** A project whose model keeps as many rows as make so many megabytes, and has them already. */
function projectOf(megabytes) {
  const rows = sizes[megabytes]
  const features = featuresOf(megabytes)
  return defineProject({
    name: 'bench',
    schema: z.object({ id: z.number(), x: z.record(z.string(), z.number()), label: z.number() }),
    id: ({ id }) => id,
    knownLater: ['label'],
    features: ({ x }) => x,
    label: ({ label }) => label,
    pipeline: () => {
      const engine = new neighbors.LazySearch({ windowSize: rows })
      const model = new neighbors.KNNRegressor({ engine })
      const filled = (f) => Float64Array.from({ length: rows }, (_, i) => Math.sin(i * (f + 1)))
      const columns = Object.fromEntries(features.map((name, f) => [name, filled(f)]))
      model.learnMany(Frame.fromColumns(columns), filled(features.length))
      return model
    },
    metric: () => new metrics.MAE(),
    bestBy: 'MAE',
  })
}

function eventOf(id, megabytes) {
  const x = Object.fromEntries(
    featuresOf(megabytes).map((name, f) => [name, Math.cos(id * (f + 1))]),
  )
  return Buffer.from(JSON.stringify({ id, x, label: id }))
}

/** Milliseconds that it took, and what it gave. */
async function timed(work) {
  const began = performance.now()
  const result = await work()
  return { ms: performance.now() - began, result }
}

/** An event is learned, and all is saved, again and again: how long each part of it took. */
async function measureSaves(megabytes, address) {
  const project = projectOf(megabytes)
  const learning = Learning.fresh(project)
  const checkpoints = new Checkpoints(await openStore(address), project.name)
  const fresh = () => learning.save()
  const { claim } = await Claim.take(checkpoints, { writer: 'bench', fresh })
  const encode = []
  const write = []
  let bytes = 0
  for (let events = 1; events <= repeats; events++) {
    learning.take(project.parse(eventOf(events, megabytes), events), project)
    const { ms, result: snapshot } = await timed(() => learning.save())
    encode.push(ms)
    bytes = snapshot.length
    const progress = { snapshot, positions: [], events, order: [] }
    write.push((await timed(() => claim.save(progress))).ms)
  }
  return { bytes, encode: median(encode), write: median(write) }
}

/**
 * From nothing to a process that owns the project and has its models: whole, without the start of
 * Node and the loading of code, and the processor's time in it, which other processes change less.
 */
async function measureStarts(address) {
  const whole = []
  const own = []
  const cpu = []
  for (let i = 0; i < Math.min(repeats, 5); i++) {
    const args = [fileURLToPath(import.meta.url), 'start', address]
    const began = performance.now()
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [told] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
    if (!Buffer.isBuffer(told)) throw new Error(`A start from ${address} failed.`)
    whole.push(performance.now() - began)
    const [ownMs, cpuMs] = String(told).split(' ').map(Number)
    own.push(ownMs)
    cpu.push(cpuMs)
    await once(child, 'exit')
  }
  const slowest = Math.max(...whole)
  return { whole: median(whole), own: median(own), cpu: median(cpu), slowest }
}

/** What each of those processes does. */
async function startOnce(address) {
  const { ms } = await timed(async () => {
    const checkpoints = new Checkpoints(await openStore(address), 'bench')
    const { checkpoint } = await Claim.take(checkpoints, { writer: `${process.pid}` })
    return Learning.load(checkpoint.snapshot)
  })
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${ms} ${(user + system) / 1000}`)
}

async function main() {
  const started = new Date()
  const before = load()
  const folder = await mkdtemp(join(tmpdir(), 'coelho-bench-'))
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const minio = await start()
  process.env.AWS_ACCESS_KEY_ID = minio.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = minio.secretAccessKey
  const query = new URLSearchParams({ endpoint: minio.endpoint, region: minio.region })
  const stores = {
    files: (mb) => join(folder, `${mb}`),
    bucket: (mb) => `s3://${minio.bucket}/bench-${mb}?${query}`,
  }
  const measured = []
  try {
    for (const [store, addressOf] of Object.entries(stores)) {
      for (const megabytes of Object.keys(sizes).map(Number)) {
        const address = addressOf(megabytes)
        const saves = await measureSaves(megabytes, address)
        measured.push({ store, megabytes, ...saves, start: await measureStarts(address) })
        console.log(`${store}, ${megabytes} MB: done`)
      }
    }
  } finally {
    await minio.stop()
    await rm(folder, { recursive: true })
  }
  report(measured)
  const machine = { ...(await machineFacts({})), loadBefore: before }
  const content = { kind: 'checkpoints', date: started.toISOString(), machine, repeats, measured }
  console.log(`Written to ${save('checkpoints', started, content)}`)
  const late = measured.filter((one) => one.start.whole > limitMs)
  for (const one of late) {
    console.error(`A start from ${one.megabytes} MB takes more than ${limitMs} ms: ${one.store}`)
    process.exitCode = 1
  }
}

function report(measured) {
  const ms = (value) => `${value.toFixed(1)} ms`
  const starting = ['start', 'without Node', 'processor', 'slowest']
  const head = ['checkpoint', 'encode', 'write', ...starting]
  const rows = measured.map(({ store, bytes, encode, write, start: starts }) => [
    `${(bytes / 1e6).toFixed(1)} MB, ${store}`,
    ...[encode, write, starts.whole, starts.own, starts.cpu, starts.slowest].map(ms),
  ])
  console.log(`\n${table(head, rows).join('\n')}\n`)
}

if (positionals[0] === 'start') await startOnce(positionals[1])
else await main()

// node bench/mlflow.mjs: 100,000 metric points logged, in time and in requests, beside MLflow's own
// client for Python on the same server; and how fast a project learns while MLflow is there, slow
// or away. Medians; --points and --repeats make it shorter.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { linearModel, metrics } from '@coelho/learners'
import { MlflowClient, track } from '@coelho/mlflow'
import { defineProject, LogSource, MemoryLog, MemoryObjects, train } from '@coelho/runtime'
import { z } from 'zod'
import { runPython, start } from '../scripts/services/mlflow.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { count, percent, table } from './report/table.mjs'

const { values: given } = parseArgs({
  options: {
    points: { type: 'string', default: '100000' },
    events: { type: 'string', default: '1500000' },
    repeats: { type: 'string', default: '5' },
  },
})
const [points, events, repeats] = [given.points, given.events, given.repeats].map(Number)
/** A project that is tracked is to learn at this share of its speed alone, whatever MLflow does. */
const limit = 0.95

/** Hands on to a server of this machine, later than need be, and counts what it is asked. */
async function counter(port, delayMs = 0) {
  const seen = { requests: 0 }
  const server = createServer((asked, answer) => {
    seen.requests++
    const { method, url: path, headers } = asked
    const on = request({ port, host: '127.0.0.1', method, path, headers }, (came) => {
      answer.writeHead(came.statusCode, came.headers)
      came.pipe(answer)
    })
    on.on('error', () => answer.destroy())
    setTimeout(() => asked.pipe(on), delayMs)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const uri = `http://127.0.0.1:${server.address().port}`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { seen, uri, close }
}

/** The same points for all: ten metrics over as many steps as it takes. */
const LOG_BY_PYTHON = `
import json, sys, time
from mlflow import MlflowClient
from mlflow.entities import Metric
count, way = int(sys.argv[1]), sys.argv[2]
client = MlflowClient()
run = client.create_run("0").info.run_id
points = [Metric(f"m{i % 10}", i / 7, i, i // 10) for i in range(count)]
began = time.perf_counter()
if way == "batches":
    for at in range(0, count, 1000):
        client.log_batch(run, metrics=points[at:at + 1000])
else:
    for one in points:
        client.log_metric(run, one.key, one.value, one.timestamp, one.step)
print(time.perf_counter() - began)
`

async function byPython(uri, count, way) {
  return 1000 * Number(await runPython(LOG_BY_PYTHON, { uri, args: [String(count), way] }))
}

async function byUs(uri, count) {
  const client = new MlflowClient({ uri })
  const { id } = await client.runs.create({ experimentId: '0' })
  const points = Array.from({ length: count }, (_, i) => {
    return { key: `m${i % 10}`, value: i / 7, timestamp: i, step: Math.floor(i / 10) }
  })
  const began = performance.now()
  await client.runs.logBatch(id, { metrics: points })
  const ms = performance.now() - began
  await client.close()
  return ms
}

/** What each takes, in turn, and how many requests; few points where each is a request. */
async function measureLogging(server) {
  const ways = {
    '@coelho/mlflow, logBatch': [byUs, points],
    'mlflow for Python, log_batch': [(uri, n) => byPython(uri, n, 'batches'), points],
    'mlflow for Python, log_metric': [(uri, n) => byPython(uri, n, 'one'), points / 1000],
  }
  const times = new Map()
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [name, [work, count]] of Object.entries(ways)) {
      times.set(name, [...(times.get(name) ?? []), await work(server.uri, count)])
    }
  }
  const measured = []
  for (const [name, [work, count]] of Object.entries(ways)) {
    const before = await counter(server.port)
    await work(before.uri, count)
    before.close()
    // One of them makes the run.
    const requests = before.seen.requests - 1
    measured.push({ name, points: count, ms: median(times.get(name)), requests })
  }
  return measured
}

const project = defineProject({
  name: 'bench',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), y: z.number() }),
  id: ({ id }) => id,
  knownLater: ['y'],
  features: ({ a, b }) => ({ a, b }),
  label: ({ y }) => y,
  pipeline: () => new linearModel.LinearRegression(),
  metric: () => metrics.bundle('regression'),
  bestBy: 'MAE',
})

async function source() {
  const log = new MemoryLog()
  const records = Array.from({ length: events }, (_, id) => {
    const [a, b] = [Math.sin(id), Math.cos(3 * id)]
    return { value: JSON.stringify({ id, a, b, y: 2 * a - b }) }
  })
  await log.append(records)
  return new LogSource(log)
}

/** Events learned in a second; with a checkpoint each second and a point each 10,000 events. */
async function speed(log, uri, folder) {
  const store = new MemoryObjects()
  const tracker = uri && (await track(project, { mlflow: { uri }, store, folder }))
  const before = process.cpuUsage()
  const began = performance.now()
  await train(project, { source: log, store, untilDrained: true, ...tracker?.hooks })
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  await tracker?.finish({ withinMs: 1 })
  return { rate: events / seconds, cpu: events / ((user + system) / 1e6) }
}

async function measureLearning(server) {
  const log = await source()
  const late = await counter(server.port, 500)
  const silent = createServer(() => {})
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const places = {
    'no tracker': undefined,
    // How far two runs of the same are apart.
    'no tracker, again': undefined,
    'MLflow there': server.uri,
    'answers 500 ms late': late.uri,
    silent: `http://127.0.0.1:${silent.address().port}`,
    away: 'http://127.0.0.1:9',
  }
  const rates = new Map(Object.keys(places).map((name) => [name, []]))
  await speed(log, undefined)
  const order = Object.entries(places)
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [name, uri] of order) {
      const folder = await mkdtemp(join(tmpdir(), 'coelho-bench-'))
      rates.get(name).push(await speed(log, uri, folder))
      await rm(folder, { recursive: true })
    }
    // Each begins a round as often as the others.
    order.push(order.shift())
  }
  late.close()
  silent.closeAllConnections()
  silent.close()
  const alone = rates.get('no tracker')
  return Array.from(rates, ([name, all]) => {
    // Each beside the one of its own round: others use the processor too. What it takes of the
    // processor's time is what they change least.
    const share = median(all.map(({ rate }, i) => rate / alone[i].rate))
    const cpuShare = median(all.map(({ cpu }, i) => cpu / alone[i].cpu))
    return { name, rate: median(all.map(({ rate }) => rate)), share, cpuShare }
  })
}

async function main() {
  const started = new Date()
  const before = load()
  const server = await start()
  let logging
  let learning
  try {
    logging = await measureLogging(server)
    learning = await measureLearning(server)
  } finally {
    await server.stop()
  }
  report(logging, learning)
  const machine = { ...(await machineFacts({})), loadBefore: before }
  const content = { kind: 'mlflow', date: started.toISOString(), machine, repeats, events }
  console.log(`Written to ${save('mlflow', started, { ...content, logging, learning })}`)
  for (const { name, share } of learning.filter((one) => one.share < limit)) {
    console.error(`Learning is at ${percent(share)} of its speed alone: ${name}`)
    process.exitCode = 1
  }
}

function report(logging, learning) {
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
  const logged = logging.map(({ name, points, ms, requests }) => [
    ...[name, String(points), seconds(ms), String(requests), seconds((ms / points) * 100_000)],
  ])
  const head = ['metric points', 'points', 'time', 'requests', 'per 100,000']
  console.log(`\n${table(head, logged).join('\n')}\n`)
  const learned = learning.map(({ name, rate, share, cpuShare }) => [
    ...[name, count(rate), percent(share), percent(cpuShare)],
  ])
  const titles = ['learning', 'events/s', 'of alone', 'by processor time']
  console.log(`${table(titles, learned).join('\n')}\n`)
}

await main()

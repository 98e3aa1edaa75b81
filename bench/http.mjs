// node bench/http.mjs: predictions a second over HTTP by the fraud model, and how long one takes,
// beside the same model of River behind FastAPI (uvicorn, one process), and a bare handler of
// Hono's. One event a request and a hundred, 16 connections; server and client share the machine.
// `--no-build` measures what is in dist/, `--quick` a tenth of it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildLearners } from './install/learners.mjs'
import { installPeer } from './install/peers.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import * as paths from './paths.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { median } from './report/median.mjs'
import { save } from './report/save.mjs'
import { count, table, times } from './report/table.mjs'

const { values: given } = parseArgs({
  options: {
    'no-build': { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
  },
})
const runs = given.quick ? 1 : Number(given.runs)
const seconds = given.quick ? 2 : 8
const learned = given.quick ? 2000 : 20_000
const connections = 16
const coelho = join(paths.root, 'packages/serve/bin/coelho.js')
const config = ['--config', join(paths.root, 'examples/coelho.config.ts')]

await buildLearners({ build: !given['no-build'] })
const python = await installRiver()
const peers = ['fastapi', 'uvicorn', 'httptools', 'uvloop']
const hasPeers = python && (await installAll(peers))
const folder = mkdtempSync(join(tmpdir(), 'coelho-http-'))
const running = []
const started = new Date()
const machine = await machineFacts(python ? { river: python } : {})
try {
  const bodies = await prepare()
  const servers = {
    ours: await ours(),
    bare: await bare(),
    ...(hasPeers ? { fastapi: await fastapi() } : {}),
  }
  const results = []
  for (const [size, file] of Object.entries(bodies)) {
    results.push({ size: Number(size), ...(await compare(servers, file)) })
  }
  console.log(`\n${lines(results).join('\n')}\n`)
  const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
  console.log(`Written to ${save('http', started, { kind: 'http', ...facts, results })}`)
} finally {
  for (const child of running) child.kill('SIGTERM')
  await wait(500)
  rmSync(folder, { recursive: true, force: true })
}

/** All servers in turn, several times; the medians count. */
async function compare(servers, file) {
  const script = join(import.meta.dirname, 'http/load.mjs')
  const found = Object.fromEntries(Object.keys(servers).map((name) => [name, []]))
  for (let i = 0; i < runs; i++) {
    for (const [name, url] of Object.entries(servers)) {
      const words = [url, file, String(connections), String(seconds)]
      found[name].push(JSON.parse(await run(process.execPath, [script, ...words])))
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, mediansOf(all)]))
}

async function installAll(names) {
  for (const name of names) if (!(await installPeer(python, name))) return false
  return true
}

/** Events to learn from and to ask about, and our checkpoint of them. */
async function prepare() {
  const log = join(folder, 'log')
  await run(process.execPath, [
    coelho,
    'generate',
    ...config,
    '-p',
    'fraud',
    '--log',
    log,
    '--count',
    String(learned),
  ])
  const store = join(folder, 'store')
  await run(process.execPath, [
    coelho,
    'train',
    ...config,
    '-p',
    'fraud',
    '--log',
    log,
    '--store',
    store,
    '--until-end',
  ])
  const made = await run(process.execPath, [
    coelho,
    'generate',
    ...config,
    '-p',
    'fraud',
    '--count',
    String(learned),
  ])
  writeFileSync(join(folder, 'events.jsonl'), made)
  const asked = readFileSync(join(folder, 'events.jsonl'), 'utf8').trim().split('\n').slice(-1000)
  const events = asked.map((line) => {
    const { is_fraud, disputed_at, debug_scheme, ...event } = JSON.parse(line)
    return event
  })
  const one = join(folder, 'one.json')
  const hundred = join(folder, 'hundred.json')
  writeFileSync(one, JSON.stringify(events.map((event) => JSON.stringify(event))))
  const lists = Array.from({ length: 10 }, (_, i) => events.slice(100 * i, 100 * i + 100))
  writeFileSync(hundred, JSON.stringify(lists.map((list) => JSON.stringify(list))))
  return { 1: one, 100: hundred }
}

async function ours() {
  const store = ['--store', join(folder, 'store')]
  const url = await begin(process.execPath, [
    coelho,
    'serve',
    ...config,
    '-p',
    'fraud',
    ...store,
    '--port',
    '0',
  ])
  return `${url}/v1/models/fraud/predict`
}

async function bare() {
  return `${await begin(process.execPath, [join(import.meta.dirname, 'http/bare.mjs')])}/predict`
}

async function fastapi() {
  const port = await freePort()
  const script = join(import.meta.dirname, 'http/fastapi_side.py')
  start(python, [script, join(folder, 'events.jsonl'), String(port)])
  const url = `http://127.0.0.1:${port}/predict`
  for (;;) {
    await wait(500)
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return url
  }
}

/** Starts a server that says its address. */
async function begin(command, args) {
  const child = start(command, args)
  for await (const text of child.stdout) {
    const url = /http:\S+/.exec(String(text))?.[0]
    if (url) return url
  }
  throw new Error(`${args[0]} ended without an address`)
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  return child
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function mediansOf(all) {
  const of = (name) => median(all.map((one) => one[name]))
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), refused: of('refused') }
}

function lines(results) {
  const rows = results.flatMap(({ size, ours, bare, fastapi }) =>
    Object.entries({ ours, bare, fastapi }).flatMap(([name, one]) => {
      if (!one) return []
      const events = one.perSecond * size
      const ratio = name === 'fastapi' ? times(ours.perSecond / one.perSecond) : ''
      const cells = [count(events), one.p50.toFixed(2), one.p99.toFixed(2), ratio]
      return [[`${name}, ${size} a request`, ...cells]]
    }),
  )
  return table(['', 'events a second', 'p50 ms', 'p99 ms', 'ours to it'], rows)
}

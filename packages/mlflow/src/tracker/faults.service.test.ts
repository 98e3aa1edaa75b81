import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { MemoryObjects, train } from '@coelho/runtime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mlflow, mlflow2 } from '#services/ask.js'
import { start } from '#services/mlflow.mjs'
import { type Fault, FaultProxy } from '#services/proxy.js'
import { buildProgram, WorkerProcess } from '#services/worker-process.js'
import { MlflowClient, type Run, type Tracker, type TrackerOptions, track } from '../index.js'
import { all, beKnownToBucket } from '../servers.test-support.js'
import { toyProject, toySource } from './toy.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const EVENTS = full ? 40_000 : 2000

let folder = ''
let name = ''
let problems: string[] = []
let store: MemoryObjects

beforeEach(async () => {
  store = new MemoryObjects()
  folder = await mkdtemp(join(tmpdir(), 'coelho-faults-'))
  name = `f-${randomUUID().slice(0, 8)}`
  problems = []
})

afterEach(() => rm(folder, { recursive: true }))

function tracked(uri: string, options: Partial<TrackerOptions> = {}): Promise<Tracker> {
  return track(toyProject(name), {
    ...{ mlflow: { uri, requestMs: 1000 }, store, folder, everyEvents: 100 },
    onProblem: (text) => problems.push(text),
    ...options,
  })
}

/** Trains, with a checkpoint and a point each 100 events; `meanwhile` is called after each. */
async function learn(tracker: Tracker, events = EVENTS, meanwhile = async () => {}) {
  const source = await toySource(events)
  const project = toyProject(name)
  let saves = 0
  const feed = await source.open()
  const slowly = { name: source.name, open: async () => feed }
  const next = feed.next.bind(feed)
  feed.next = async () => {
    await meanwhile()
    return await next()
  }
  const { learning } = await train(project, {
    ...{ source: slowly, store, untilDrained: true },
    ...{ everyEvents: 100, everyMs: 1e9, ...tracker.hooks },
    onSaved: (...saved) => {
      saves++
      tracker.hooks.onSaved(...saved)
    },
  })
  return { learning, saves }
}

async function onlyRun(client: MlflowClient): Promise<Run> {
  const { id } = (await client.experiments.find(name))!
  const [run, ...others] = await all(client.runs.search({ experimentIds: [id] }))
  expect(others).toEqual([])
  return run!
}

/** Throws unless each step of a run's metric is there once; the steps. */
async function steps(client: MlflowClient, run: Run, key = 'F1'): Promise<number[]> {
  const points = await all(client.runs.metricHistory(run.id, key))
  const steps = points.map(({ step }) => step).sort((a, b) => a - b)
  expect(new Set(steps).size).toBe(steps.length)
  return steps
}

const answer = (status: number, text = ''): Fault => {
  return { answer: `HTTP/1.1 ${status} no\r\ncontent-length: ${text.length}\r\n\r\n${text}` }
}

const NETWORKS = [
  ['MLflow 3', mlflow],
  ['MLflow 2', mlflow2],
] as const

describe.each(full ? NETWORKS : NETWORKS.slice(0, 1))('a network before %s', (_, ask) => {
  it('that loses, holds and breaks answers changes nothing that arrives', async () => {
    const server = await ask()
    if (server.major === 2) await beKnownToBucket()
    const proxy = await FaultProxy.before(server.port)
    const ways: Fault[] = [
      ...(['lose answer', 'reset', 'hold answer', 'hold'] as const),
      ...[answer(500), answer(503), answer(429), answer(502, '<html>Bad Gateway</html>')],
    ]
    let faults = 0
    let lost = 0
    let since = Number.POSITIVE_INFINITY
    proxy.onRequest = (start) => {
      // Points arrive, and no answer to them comes back for longer than a request is repeated.
      if (start.includes('"metrics"')) {
        since = Math.min(since, performance.now())
        const isLost = performance.now() - since < 3000
        if (isLost) lost++
        return isLost ? 'lose answer' : undefined
      }
      // Every third of the others goes wrong, in one way after the other.
      return proxy.requests % 3 === 1 ? ways[faults++ % ways.length] : undefined
    }
    const tracker = await tracked(`http://127.0.0.1:${proxy.port}`, { artifactsEveryMs: 300 })
    const { learning, saves } = await learn(tracker, EVENTS, () => wait(20))
    const state = await tracker.finish({ withinMs: 200_000 })
    expect(problems.filter((text) => !/It is tried again|MLflow is back/.test(text))).toEqual([])
    expect(state).toMatchObject({ waiting: 0, refused: 0, dropped: 0 })
    expect(faults).toBeGreaterThanOrEqual(ways.length)
    expect(lost).toBeGreaterThan(2)
    const client = new MlflowClient({ uri: server.uri })
    const run = await onlyRun(client)
    const found = await steps(client, run)
    expect(found).toHaveLength(saves)
    expect(found.at(-1)).toBe(EVENTS)
    expect(run.status).toBe('FINISHED')
    expect(run.metrics['F1']!.value).toBe(learning.leader.valueOf('F1'))
    const versions = await all(client.registry.searchVersions({ filter: `name = '${name}'` }))
    const generations = versions.map(({ source }) => source)
    expect(new Set(generations).size).toBe(generations.length)
    expect((await client.registry.versionByAlias(name, 'champion'))?.runId).toBe(run.id)
    await Promise.all([client.close(), proxy.close()])
  })
})

describe('a server', () => {
  it('that is not there costs nothing: what it missed is sent by the next process', async () => {
    const { uri } = await mlflow()
    const proxy = await FaultProxy.before(Number(new URL(uri).port))
    proxy.refuse()
    const address = `http://127.0.0.1:${proxy.port}`
    const first = await tracked(address)
    const { saves } = await learn(first)
    while (problems.length === 0) await wait(50)
    const state = await first.finish({ withinMs: 100 })
    expect(state).toMatchObject({ sent: 0, refused: 0, dropped: 0 })
    expect(state.waiting).toBeGreaterThan(saves)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('It is tried again.')
    proxy.heal()
    const second = await tracked(address)
    expect(await second.finish({ withinMs: 200_000 })).toMatchObject({ waiting: 0, refused: 0 })
    const client = new MlflowClient({ uri })
    const run = await onlyRun(client)
    expect(run.status).toBe('FINISHED')
    expect(await steps(client, run)).toHaveLength(saves)
    expect(await readdir(join(folder, name, '1/blobs'))).toEqual([])
    await Promise.all([client.close(), proxy.close()])
  })

  it('that stays away for long costs detail, and no more room than it is given', async () => {
    const { uri } = await mlflow()
    const proxy = await FaultProxy.before(Number(new URL(uri).port))
    proxy.blackHole()
    const maxBytes = 200_000
    const tracker = await tracked(`http://127.0.0.1:${proxy.port}`, { maxBytes, registerAs: null })
    const { saves } = await learn(tracker, 20_000)
    const { dropped, waiting } = tracker.state
    expect(dropped).toBeGreaterThan(0)
    expect(waiting).toBeLessThan(saves)
    proxy.heal()
    expect(await tracker.finish({ withinMs: 200_000 })).toMatchObject({ waiting: 0, refused: 0 })
    const client = new MlflowClient({ uri })
    const found = await steps(client, await onlyRun(client))
    expect(found.length).toBeLessThan(saves)
    expect([found[0], found.at(-1)]).toEqual([100, 20_000])
    // Evenly: nowhere is there a hole.
    const gaps = found.slice(1).map((step, i) => step - found[i]!)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20_000 / 8)
    await Promise.all([client.close(), proxy.close()])
  })

  it('that is killed and started again while it is written to has each point once', async () => {
    const data = join(folder, 'server')
    let server = await start({ folder: data })
    const { port } = server
    const tracker = await tracked(server.uri, { artifactsEveryMs: 100 })
    let kills = 0
    let calls = 0
    const most = full ? 5 : 1
    const { saves } = await learn(tracker, EVENTS, async () => {
      await wait(20)
      if (kills === most || ++calls % 5 !== 0) return
      kills++
      await server.kill()
      server = await start({ folder: data, port })
    })
    const state = await tracker.finish({ withinMs: 200_000 })
    expect(state).toMatchObject({ waiting: 0, refused: 0, dropped: 0 })
    expect(kills).toBe(most)
    const client = new MlflowClient({ uri: server.uri })
    const found = await steps(client, await onlyRun(client))
    expect(found).toHaveLength(saves)
    expect(found.at(-1)).toBe(EVENTS)
    await client.close()
    await server.stop()
  }, 300_000)
})

describe('a process', () => {
  it('that is killed goes on with its run, and tells each point once', async () => {
    const { uri } = await mlflow()
    const program = await buildProgram(new URL('./worker.test-support.ts', import.meta.url), folder)
    const args = [program, name, folder, uri, '3000']
    for (let kill = 0; kill < (full ? 10 : 2); kill++) {
      const child = new WorkerProcess([...args, '100'])
      await child.until(({ news }) => news.length >= 3 + kill)
      await child.kill()
    }
    expect(existsSync(join(folder, 'unsent', name, '1/journal'))).toBe(true)
    const last = new WorkerProcess([...args, '0'])
    expect(await last.ended).toBe(0)
    const client = new MlflowClient({ uri })
    const run = await onlyRun(client)
    expect(run.status).toBe('FINISHED')
    const found = await steps(client, run)
    expect(found.at(-1)).toBe(3000)
    expect(found.length).toBeGreaterThanOrEqual(28)
    for (const key of ['Accuracy', 'same/F1']) expect(await steps(client, run, key)).toEqual(found)
    expect(await readFile(join(folder, 'unsent', name, '1/journal'), 'utf8')).toContain('"ack"')
    await client.close()
  }, 240_000)
})

describe('a store that is another one', () => {
  it('begins another run: its steps begin anew', async () => {
    const { uri } = await mlflow()
    const first = await tracked(uri)
    await learn(first, 1000)
    await first.close()
    store = new MemoryObjects()
    const second = await tracked(uri)
    await learn(second, 500)
    expect(await second.finish({ withinMs: 200_000 })).toMatchObject({ waiting: 0, refused: 0 })
    const client = new MlflowClient({ uri })
    const { id } = (await client.experiments.find(name))!
    const wanted = { experimentIds: [id], orderBy: ['attributes.start_time ASC'] }
    const runs = await all(client.runs.search(wanted))
    expect(runs.map(({ status }) => status)).toEqual(['KILLED', 'FINISHED'])
    expect((await steps(client, runs[0]!)).at(-1)).toBe(1000)
    expect((await steps(client, runs[1]!)).at(-1)).toBe(500)
    await client.close()
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { start } from '#services/kafka.mjs'
import { freePort } from '#services/launch.mjs'
import { FaultProxy } from '#services/proxy.js'
import { TestCluster } from './cluster.test-support.js'
import { Crew } from './crew.test-support.js'
import type { WorkerOptions } from './worker.test-support.js'
import { buildWorker } from './workers.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const SESSION = full ? 6000 : 3000

let folder: string
let proxyPort: number
/** One for all tests; those that kill it leave it to the next to start it again. */
let broker: Awaited<ReturnType<typeof start>> | undefined
let cluster: TestCluster
let crew: Crew
let onEnd: () => Promise<void>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-faults-'))
  await buildWorker(folder)
  proxyPort = await freePort()
})

beforeEach(async () => {
  broker ??= await start({ dataDir: folder, proxyPort })
  cluster = await TestCluster.at(broker.brokers)
  onEnd = async () => {}
})

afterEach(async () => {
  crew.killAll()
  await onEnd()
  await cluster.close().catch(() => {})
})

afterAll(async () => {
  await broker?.kill()
  await rm(folder, { recursive: true, force: true })
})

async function killBroker(): Promise<number> {
  const { port, kill } = broker!
  broker = undefined
  await kill()
  return port
}

async function crewOn(
  topic: string,
  brokers: string[],
  more: Partial<WorkerOptions> = {},
): Promise<void> {
  crew = new Crew({
    ...{ brokers, topics: [topic], groupId: `g-${topic}`, store: join(folder, topic) },
    ...{ everyEvents: 500, everyMs: 200, sessionMs: SESSION, untilDrained: false, ...more },
  })
  crew.add()
}

const resigned = { sabotage: { resigned: true } }

const all = full
  ? { resets: 10, holes: 4, delays: 4, crumbs: 2, holeMs: 12_000, delayMs: 4000 }
  : { resets: 3, holes: 1, delays: 1, crumbs: 1, holeMs: SESSION + 1000, delayMs: 2500 }

async function surviveNetwork(times: typeof all, more: Partial<WorkerOptions> = {}): Promise<void> {
  const proxy = await FaultProxy.before(broker!.proxied!, proxyPort)
  onEnd = () => proxy.close()
  const topic = await cluster.topic(3)
  await crewOn(topic, [`127.0.0.1:${proxyPort}`], more)
  let written = 0
  const healed: number[] = []
  const write = async (count: number) => {
    await cluster.fill(topic, count, written)
    written += count
  }
  /** Breaks it while events come, mends it, and sees that it goes on. */
  const inject = async (count: number, breaks: () => void, forMs: number, mends = () => {}) => {
    for (let i = 0; i < count; i++) {
      await write(1000)
      await crew.until(() => crew.events > written - 1000, 'learning')
      breaks()
      await write(1000)
      await sleep(forMs)
      mends()
      await write(1000)
      healed.push(await crew.until(() => crew.events >= written, 'going on', 30_000))
    }
  }
  const { resets, holes, delays, crumbs, holeMs, delayMs } = times
  const set = (one: Partial<Pick<FaultProxy, 'delayMs' | 'sliceBytes'>>) => () => {
    Object.assign(proxy, one)
  }
  await inject(resets, () => proxy.resetAll(), 50)
  await inject(
    holes,
    () => proxy.blackHole(),
    holeMs,
    () => proxy.heal(),
  )
  await inject(delays, set({ delayMs: 500 }), delayMs, set({ delayMs: 0 }))
  await inject(crumbs, set({ sliceBytes: 1 }), 2000, set({ sliceBytes: Number.POSITIVE_INFINITY }))
  expect(healed).toHaveLength(resets + holes + delays + crumbs)
  expect(crew.all).toHaveLength(1)
  await crew.stop()
  expect(await crew.expectEachOnce(cluster)).toBe(written)
}

describe('a worker behind a bad network', () => {
  it('goes on after resets, silence, delays and crumbs, without losing or doubling', async () => {
    await surviveNetwork(all)
  }, 600_000)

  it('would not go on if it took the first fault for the last', async () => {
    const reset = { resets: 1, holes: 0, delays: 0, crumbs: 0, holeMs: 0, delayMs: 0 }
    await expect(surviveNetwork(reset, resigned)).rejects.toThrow('going on waits for workers')
  }, 120_000)
})

async function surviveKills(kills: number, more: Partial<WorkerOptions> = {}): Promise<void> {
  const perKill = 6000
  const topic = await cluster.topic(3)
  await crewOn(topic, cluster.brokers, more)
  for (let kill = 1; kill <= kills; kill++) {
    // Written while the broker goes and comes: what the producer was told is there, is there.
    const writing = cluster.fill(topic, perKill, perKill * (kill - 1))
    await crew.until(() => crew.events > perKill * (kill - 1), 'learning')
    const port = await killBroker()
    await sleep(500)
    broker = await start({ port, dataDir: folder, proxyPort })
    const began = performance.now()
    await writing
    await crew.until(() => crew.events >= perKill * kill, 'going on')
    expect(performance.now() - began).toBeLessThan(full ? 20_000 : 60_000)
  }
  expect(crew.all).toHaveLength(1)
  await crew.stop()
  expect(await crew.expectEachOnce(cluster)).toBe(perKill * kills)
}

describe('a worker whose broker is killed', () => {
  it('goes on where it was, by itself, once there is one again', async () => {
    await surviveKills(full ? 5 : 1)
  }, 600_000)

  it('would not go on if it took the first fault for the last', async () => {
    await expect(surviveKills(1, resigned)).rejects.toThrow('going on waits for workers')
  }, 120_000)

  it('ends with the code for that, and a clear line, once its patience is over', async () => {
    const topic = await cluster.topic()
    const { brokers } = cluster
    crew = new Crew({
      ...{ brokers, topics: [topic], groupId: topic, store: join(folder, topic) },
      ...{ untilDrained: false, patienceMs: 3000 },
    })
    const worker = crew.add()
    await crew.until(() => crew.owner !== undefined, 'the assignment')
    await killBroker()
    expect(await worker.ended).toBe(11)
    expect(worker.lines.at(-1)).toMatch(/nothing was heard of the brokers for 3 s, at last /)
  }, 120_000)
})

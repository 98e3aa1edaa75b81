import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { start } from '#services/kafka.mjs'
import { freePort } from '#services/launch.mjs'
import { FaultProxy } from '#services/proxy.js'
import { TestCluster } from './cluster.test-support.js'
import { Crew } from './crew.test-support.js'
import { buildWorker } from './workers.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined

let folder: string
let broker: Awaited<ReturnType<typeof start>>
let cluster: TestCluster
let crew: Crew

beforeAll(buildWorker)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-faults-'))
})

afterEach(async () => {
  crew.killAll()
  await cluster.close().catch(() => {})
  await broker.kill()
  await rm(folder, { recursive: true, force: true })
})

async function crewOn(topic: string, brokers: string[]): Promise<void> {
  crew = new Crew({
    ...{ brokers, topics: [topic], groupId: `g-${topic}`, store: join(folder, topic) },
    ...{ everyEvents: 500, everyMs: 200, sessionMs: 6000, untilDrained: false },
  })
  crew.add()
}

describe('a worker whose broker is killed', () => {
  it('goes on where it was, by itself, once there is one again', async () => {
    const kills = full ? 5 : 1
    const perKill = 6000
    broker = await start({ dataDir: folder })
    cluster = await TestCluster.at(broker.brokers)
    const topic = await cluster.topic(3)
    await crewOn(topic, broker.brokers)
    for (let kill = 1; kill <= kills; kill++) {
      // Written while the broker goes and comes: what the producer was told is there, is there.
      const writing = cluster.fill(topic, perKill, perKill * (kill - 1))
      await crew.until(() => crew.events > perKill * (kill - 1), 'learning')
      await broker.kill()
      await sleep(500)
      const { port, dataDir } = broker
      broker = await start({ port, dataDir })
      const began = performance.now()
      await writing
      await crew.until(() => crew.events >= perKill * kill, 'going on')
      expect(performance.now() - began).toBeLessThan(20_000)
    }
    expect(crew.all).toHaveLength(1)
    await crew.stop()
    expect(await crew.expectEachOnce(cluster)).toBe(perKill * kills)
  }, 600_000)

  it('ends with the code for that, and a clear line, once its patience is over', async () => {
    broker = await start({ dataDir: folder })
    cluster = await TestCluster.at(broker.brokers)
    const topic = await cluster.topic()
    const { brokers } = broker
    crew = new Crew({
      ...{ brokers, topics: [topic], groupId: topic, store: join(folder, topic) },
      ...{ untilDrained: false, patienceMs: 3000 },
    })
    const worker = crew.add()
    await crew.until(() => crew.owner !== undefined, 'the assignment')
    await broker.kill()
    expect(await worker.ended).toBe(11)
    expect(worker.lines.at(-1)).toMatch(/nothing was heard of the brokers for 3 s, at last /)
  }, 120_000)
})

describe('a worker behind a bad network', () => {
  it('goes on after resets, silence, delays and crumbs, without losing or doubling', async () => {
    const port = await freePort()
    broker = await start({ dataDir: folder, proxyPort: port })
    const proxy = await FaultProxy.before(broker.proxied!, port)
    cluster = await TestCluster.at(broker.brokers)
    const topic = await cluster.topic(3)
    await crewOn(topic, [`127.0.0.1:${port}`])
    let written = 0
    const healed: number[] = []
    const more = async (count: number) => {
      await cluster.fill(topic, count, written)
      written += count
    }
    /** Breaks it while events come, mends it, and sees that it goes on. */
    const inject = async (breaks: () => void, forMs: number, mend: () => void) => {
      await more(1000)
      await crew.until(() => crew.events > written - 1000, 'learning')
      breaks()
      await more(1000)
      await sleep(forMs)
      mend()
      await more(1000)
      healed.push(await crew.until(() => crew.events >= written, 'going on', 30_000))
    }
    const times = full ? { resets: 10, holes: 4, delays: 4, crumbs: 2 } : quick
    for (let i = 0; i < times.resets; i++) {
      await inject(
        () => proxy.resetAll(),
        50,
        () => {},
      )
    }
    for (let i = 0; i < times.holes; i++) {
      const length = full ? 12_000 : 7000
      await inject(
        () => proxy.blackHole(),
        length,
        () => proxy.heal(),
      )
    }
    const setDelay = (ms: number) => () => {
      proxy.delayMs = ms
    }
    for (let i = 0; i < times.delays; i++) await inject(setDelay(500), 4000, setDelay(0))
    const setSlices = (bytes: number) => () => {
      proxy.sliceBytes = bytes
    }
    for (let i = 0; i < times.crumbs; i++) {
      await inject(setSlices(1), 2000, setSlices(Number.POSITIVE_INFINITY))
    }
    expect(healed).toHaveLength(times.resets + times.holes + times.delays + times.crumbs)
    expect(crew.all).toHaveLength(1)
    await crew.stop()
    expect(await crew.expectEachOnce(cluster)).toBe(written)
    await proxy.close()
  }, 600_000)
})

const quick = { resets: 3, holes: 1, delays: 1, crumbs: 1 }

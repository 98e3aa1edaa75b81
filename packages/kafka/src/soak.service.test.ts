import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '@coelho/core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { minio } from '#services/ask.js'
import { start } from '#services/kafka.mjs'
import { freePort } from '#services/launch.mjs'
import { type Fault, FaultProxy } from '#services/proxy.js'
import { TestCluster } from './cluster.test-support.js'
import { Crew } from './crew.test-support.js'
import type { Sabotage } from './sabotage.test-support.js'
import type { Vitals } from './worker.test-support.js'
import { buildWorker } from './workers.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const LENGTH_MS = full ? 600_000 : 10_000
/** Of memory, after the first third of the time, and not before each fault was there once. */
const MOST_GROWTH = full ? 1.05 : 1.15
/** Of handles and files; a few moments may all have one more that is about to go. */
const MOST_MORE = full ? 0 : 2

const draw = new random.Random(53)
let folder: string
let broker: Awaited<ReturnType<typeof start>>
let network: FaultProxy
let bucket: FaultProxy
let store: string
let cluster: TestCluster
let crew: Crew

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-soak-'))
  await buildWorker(folder)
  const proxyPort = await freePort()
  broker = await start({ dataDir: folder, proxyPort })
  network = await FaultProxy.before(broker.proxied!, proxyPort)
  const { endpoint, region, bucket: name, accessKeyId, secretAccessKey } = await minio()
  process.env['AWS_ACCESS_KEY_ID'] = accessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey
  bucket = await FaultProxy.before(Number(new URL(endpoint).port))
  const address = encodeURIComponent(`http://127.0.0.1:${bucket.port}`)
  store = `s3://${name}/${randomUUID()}?endpoint=${address}&region=${region}`
  cluster = await TestCluster.at(broker.brokers)
})

afterEach(() => crew?.killAll())

afterAll(async () => {
  await network.close()
  await bucket.close()
  await cluster.close()
  await broker.kill()
  await rm(folder, { recursive: true, force: true })
})

const busy = 'HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\n\r\n'
const storeFaults: readonly Fault[] = ['lose answer', 'reset', { answer: busy }]

/** What may happen; each is over when it resolves. */
const faults: Record<string, (topic: string) => Promise<void>> = {
  async 'connections are cut'() {
    network.resetAll()
  },
  async 'the network is silent'() {
    network.blackHole()
    await sleep(1000 + 1000 * draw.random())
    network.heal()
  },
  async 'the network is slow'() {
    network.delayMs = 200
    await sleep(1000)
    network.delayMs = 0
  },
  async 'the process sleeps'() {
    crew.alive[0]!.signal('SIGSTOP')
    await sleep(1000)
    crew.alive[0]!.signal('SIGCONT')
  },
  async 'another joins and leaves'(topic) {
    const feed = await cluster.source({ topics: [topic], groupId: topic, sessionMs: 6000 }).open()
    await sleep(500 + 500 * draw.random())
    await feed.close()
  },
  async 'the store fails now and then'() {
    bucket.onRequest = () =>
      draw.random() < 0.5 ? storeFaults[draw.randrange(storeFaults.length)] : undefined
    await sleep(1000)
    bucket.onRequest = () => undefined
  },
  async 'the store refuses connections'() {
    bucket.refuse()
    await sleep(500)
    bucket.heal()
  },
}

interface Soaked {
  readonly samples: readonly Vitals[]
  /** How many of them were taken before each fault was there, and a third of the time over. */
  readonly warm: number
  readonly poisoned: number
}

/** One worker for so long, with one fault after the other; quiet moments are looked at. */
async function soak(
  lengthMs: number,
  names: readonly string[],
  sabotage: Sabotage = {},
): Promise<Soaked> {
  const topic = await cluster.topic(3)
  const deadTopic = await cluster.topic()
  crew = new Crew({
    ...{ brokers: [`127.0.0.1:${network.port}`], topics: [topic], groupId: topic, deadTopic },
    ...{ store: `${store.replace('?', `/${topic}?`)}`, family: 'linear', sabotage },
    ...{ everyEvents: 200, everyMs: 300, sessionMs: 6000, untilDrained: false },
  })
  const worker = crew.add()
  const samples: Vitals[] = []
  let [written, events, poisoned, warm] = [0, 0, 0, 0]
  const write = async (count: number) => {
    await cluster.fill(topic, count, written)
    written += count
    const value = '{"id": '
    await cluster.producer.write([{ topic, key: `bad ${poisoned++}`, value }])
    events += count + 1
  }
  const began = performance.now()
  const isOver = (round: number) =>
    performance.now() - began >= lengthMs && round >= names.length + 6
  for (let round = 0; !isOver(round); round++) {
    await write(500)
    const name = names[round < names.length ? round : draw.randrange(names.length)]!
    await Promise.all([faults[name]!(topic), write(300)])
    await crew.until(() => crew.events >= events, `going on after: ${name}`)
    samples.push(await worker.vitals())
    const isWarm = round >= names.length && performance.now() - began > lengthMs / 3
    if (!isWarm) warm = samples.length
  }
  await crew.stop()
  expect(crew.all).toHaveLength(1)
  expect(await crew.expectEachOnce(cluster)).toBe(events)
  const letters = await cluster.messages(deadTopic)
  expect(new Set(letters.map(({ key }) => String(key))).size).toBe(poisoned)
  return { samples, warm, poisoned }
}

/**
 * What was held at first and at the end, once all was warm. Of memory the least of some moments:
 * what comes and goes is no leak. Of what is counted the usual: a moment may have one less.
 */
function growthOf({ samples, warm }: Soaked, what: keyof Vitals): readonly [number, number] {
  const some = Math.max(3, Math.floor((samples.length - warm) / 5))
  const isCounted = what === 'handles' || what === 'files'
  const held = (of: readonly Vitals[]) => {
    const sorted = of.map((one) => one[what]).sort((a, b) => a - b)
    return sorted[isCounted ? sorted.length >> 1 : 0]!
  }
  return [held(samples.slice(warm, warm + some)), held(samples.slice(-some))]
}

function expectSteady(soaked: Soaked, what: 'rss' | 'heap' | 'handles' | 'files'): void {
  const [before, after] = growthOf(soaked, what)
  if (what === 'rss' || what === 'heap') expect(after / before, what).toBeLessThan(MOST_GROWTH)
  else expect(after - before, what).toBeLessThanOrEqual(MOST_MORE)
}

/** Its least in each tenth of the moments. */
function courseOf({ samples }: Soaked, what: keyof Vitals): number[] {
  return Array.from({ length: 10 }, (_, i) => {
    const part = samples.slice((i * samples.length) / 10, ((i + 1) * samples.length) / 10)
    return Math.min(...part.map((one) => one[what]))
  })
}

describe(`a worker to whom everything happens for ${LENGTH_MS / 1000} s`, () => {
  const all = ['rss', 'heap', 'handles', 'files'] as const

  it('loses nothing, learns nothing twice, and holds no more at its end', async () => {
    const soaked = await soak(LENGTH_MS, Object.keys(faults))
    const course = all.map((what) => `${what} ${courseOf(soaked, what).join(' ')}`)
    const told = `${soaked.samples.length} faults, ${soaked.poisoned} dead letters`
    if (full) process.stdout.write(`${told}: ${course.join(', ')}\n`)
    for (const what of all) expectSteady(soaked, what)
  }, 1_200_000)

  it('would be seen to leak', async () => {
    const soaked = await soak(0, ['connections are cut'], { leaking: true })
    for (const what of ['rss', 'heap', 'files'] as const) {
      expect(() => expectSteady(soaked, what), what).toThrow()
    }
  }, 300_000)
})

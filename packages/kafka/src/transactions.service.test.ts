import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '@coelho/core'
import { MemoryObjects, train } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { tool } from '#services/kafka.mjs'
import { follow, TestCluster } from './cluster.test-support.js'
import type { KafkaDriver } from './driver/kafka-driver.js'
import { project } from './projects.test-support.js'
import type { KafkaSource } from './source/kafka-source.js'

const full = process.env['COELHO_FULL'] !== undefined
const TRANSACTIONS = full ? 150 : 30
const RESTARTS = full ? 20 : 5

const draw = new random.Random(31)
let cluster: TestCluster

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
})

afterAll(() => cluster.close())

/** Partition, offset, value: what a reader saw, or should. */
type Seen = readonly [partition: number, offset: number, value: string]

const inOrder = (seen: readonly Seen[]) => [...seen].sort((a, b) => a[0] - b[0] || a[1] - b[1])

async function readFrom(topic: string, starts = new Map<string, number>()): Promise<Seen[]> {
  const seen: Seen[] = []
  const feed = await cluster.source({ topics: [topic] }).open()
  const take = ({ partition, records }: Parameters<Parameters<typeof follow>[1]>[0]) => {
    const index = Number(partition.split('/')[1])
    for (const { offset, value } of records) {
      seen.push([index, offset, Buffer.from(value).toString()])
    }
  }
  await follow(feed, take, starts)
  return inOrder(seen)
}

/** Three producers whose transactions overlap; half of them are aborted. What was committed. */
async function writeTransactions(topic: string): Promise<Set<string>> {
  const committed = new Set<string>()
  const producers = [1, 2, 3].map((id) =>
    cluster.kafka.producer({ transactionalId: `${topic}-${id}`, maxInFlightRequests: 1 }),
  )
  await Promise.all(producers.map((producer) => producer.connect()))
  const zero = Buffer.alloc(4)
  let number = 0
  for (let round = 0; round < TRANSACTIONS / producers.length; round++) {
    const open = await Promise.all(producers.map((producer) => producer.transaction()))
    const values: string[][] = open.map(() => [])
    for (let sends = 0; sends < 6; sends++) {
      const who = draw.randrange(open.length)
      const messages = Array.from({ length: 1 + draw.randrange(4) }, () => {
        const value = `v${number++}`
        values[who]!.push(value)
        return { key: number % 2 ? zero : null, value, partition: draw.randrange(2) }
      })
      await open[who]!.send({ topic, messages })
    }
    for (const who of [2, 0, 1]) {
      const isKept = draw.random() < 0.5
      await (isKept ? open[who]!.commit() : open[who]!.abort())
      if (isKept) for (const value of values[who]!) committed.add(value)
    }
  }
  await Promise.all(producers.map((producer) => producer.disconnect()))
  return committed
}

async function asJavaReadsIt(topic: string): Promise<Seen[]> {
  const print = ['print.partition', 'print.offset'].flatMap((name) => [
    '--property',
    `${name}=true`,
  ])
  const told = await tool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    ...['--bootstrap-server', cluster.brokers[0]!, '--topic', topic, '--from-beginning'],
    ...['--isolation-level', 'read_committed', '--timeout-ms', '5000', ...print],
  ])
  const lines = [...told.matchAll(/^Partition:(\d+)\tOffset:(\d+)\t(.*)$/gm)]
  return inOrder(
    lines.map(([, partition, offset, value]) => [Number(partition), Number(offset), value!]),
  )
}

describe('a topic with transactions', () => {
  it(`shows what was committed of ${TRANSACTIONS}, and nothing else, from anywhere`, async () => {
    const topic = await cluster.topic(2)
    const committed = await writeTransactions(topic)
    const all = await readFrom(topic)
    expect(new Set(all.map(([, , value]) => value))).toEqual(committed)
    expect(all).toHaveLength(committed.size)
    expect(await asJavaReadsIt(topic)).toEqual(all)
    const ends = [0, 1].map((index) => all.findLast(([at]) => at === index)![1])
    for (let restart = 0; restart < RESTARTS; restart++) {
      const from = ends.map((end) => draw.randrange(end + 1))
      const starts = new Map(from.map((at, index) => [`${topic}/${index}`, at]))
      const left = all.filter(([index, offset]) => offset >= from[index]!)
      expect(await readFrom(topic, starts)).toEqual(left)
    }
  }, 300_000)

  it('ends where nothing but marks stands, and is read on from behind them', async () => {
    const topic = await cluster.topic()
    const producer = cluster.kafka.producer({ transactionalId: topic, maxInFlightRequests: 1 })
    await producer.connect()
    const store = new MemoryObjects()
    const learn = () => {
      const source = cluster.source({ topics: [topic] })
      return train(project, { source, store, untilDrained: true })
    }
    for (let round = 0; round < 3; round++) {
      for (const end of ['commit', 'abort', 'abort'] as const) {
        const transaction = await producer.transaction()
        const value = JSON.stringify({ id: round, a: 1, b: 2, label: true })
        await transaction.send({ topic, messages: [{ value }] })
        await transaction[end]()
      }
      const { manifest } = await learn()
      expect(manifest.events).toBe(round + 1)
    }
    await producer.disconnect()
  }, 60_000)
})

/** A driver that takes each topic for one that keeps all it was given. */
function unawareOfCompaction({ options }: KafkaSource): KafkaDriver {
  const connect = async () => {
    const link = await options.driver!.connect()
    return Object.assign(link, { compacted: async () => new Set<string>() })
  }
  return { connect }
}

describe('a topic that is compacted', () => {
  let written = 0

  const compacted = () => {
    written = 0
    return cluster.topic(1, {
      ...{ 'cleanup.policy': 'compact', 'segment.ms': '100', 'min.cleanable.dirty.ratio': '0.01' },
      ...{ 'max.compaction.lag.ms': '100' },
    })
  }

  /** Some records, in a segment of their own; of older ones with their keys only some stay. */
  async function write(topic: string, count = 50): Promise<void> {
    const events = Array.from({ length: count }, (_, i) => {
      const value = JSON.stringify({ id: written + i, a: i % 10, b: i % 7, label: i % 2 === 0 })
      return { topic, key: `k${i % 20}`, value, time: Date.now() }
    })
    await cluster.producer.write(events)
    written += count
    await sleep(200)
  }

  it('shows each record that is left once, from any offset on', async () => {
    const topic = await compacted()
    for (let segments = 0; segments < (full ? 20 : 8); segments++) await write(topic)
    await sleep(3000)
    const all = await readFrom(topic)
    expect(all.length).toBeLessThan(written)
    expect(await asJavaReadsIt(topic)).toEqual(all)
    for (let restart = 0; restart < RESTARTS; restart++) {
      const from = draw.randrange(written)
      const left = all.filter(([, offset]) => offset >= from)
      expect(await readFrom(topic, new Map([[`${topic}/0`, from]]))).toEqual(left)
    }
  }, 120_000)

  it('raises no alarm where what was learned last has been compacted away', async () => {
    const topic = await compacted()
    const store = new MemoryObjects()
    const learn = (driver: KafkaDriver | null = null) => {
      const source = cluster.source({ topics: [topic], driver })
      return train(project, { source, store, untilDrained: true })
    }
    await write(topic)
    let before = (await learn()).manifest.events
    expect(before).toBe(50)
    for (let restart = 0; restart < (full ? 10 : 1); restart++) {
      for (let segments = 0; segments < 3; segments++) await write(topic)
      await sleep(2000)
      if (restart === 0) {
        const unaware = learn(unawareOfCompaction(cluster.source({ topics: [topic] })))
        await expect(unaware).rejects.toThrow('event 49 is not the one that was learned')
      }
      const left = async () => {
        const all = await readFrom(topic)
        return all.filter(([, offset]) => offset >= written - 150).length
      }
      // Compaction may go on meanwhile.
      const most = before + (await left())
      const { manifest } = await learn()
      expect(manifest.events).toBeLessThanOrEqual(most)
      expect(manifest.events).toBeGreaterThanOrEqual(before + (await left()))
      before = manifest.events
    }
  }, 120_000)
})

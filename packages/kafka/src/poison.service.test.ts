import {
  DataLimitError,
  type DeadLetter,
  MemoryObjects,
  type Outlet,
  type TrainerOptions,
  train,
} from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { TestCluster } from './cluster.test-support.js'
import { deadLetterTopic, predictionTopic } from './producer/outlets.js'
import { project } from './projects.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const EVENTS = full ? 50_000 : 5000

let cluster: TestCluster

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
})

afterAll(() => cluster.close())

const event = (id: number) => ({ id, a: id % 10, b: id % 7, label: (id * 7919) % 13 < 6 })

/** What cannot be learned, of each kind one. */
const poison: readonly (() => string | Buffer)[] = [
  () => '{"id": 1, "a": ',
  () => '',
  () => 'x'.repeat(900_000),
  () => JSON.stringify({ id: 'one', a: '1', b: [2], label: 'yes' }),
  () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  () => '{"__proto__": {"a": 1}, "constructor": 1, "toString": 2}',
  () => '{"id": NaN, "a": NaN, "b": Infinity}',
  () => Buffer.from([0xff, 0xfe, 0x00, 0x80]),
]

async function fill(
  topic: string,
  count: number,
  everyPoison: number,
): Promise<Map<string, Buffer>> {
  const bad = new Map<string, Buffer>()
  const sizes: number[] = []
  const records = Array.from({ length: count }, (_, i) => {
    if (everyPoison === 0 || i % everyPoison !== everyPoison - 1) {
      return { topic, key: `${i}`, value: JSON.stringify(event(i)), time: i }
    }
    // The large ones are few: a broker of 384 MB has to hold them.
    const kind = sizes.length % (i < 2000 ? poison.length : 2)
    const value = Buffer.from(poison[kind]!())
    sizes.push(value.length)
    bad.set(`${i}`, value)
    return { topic, key: `${i}`, value, time: i }
  })
  for (let at = 0; at < records.length; at += 50) {
    await cluster.producer.write(records.slice(at, at + 50))
  }
  return bad
}

function learn(topic: string, more: Partial<TrainerOptions> = {}) {
  const source = cluster.source({ topics: [topic] })
  return train(project, { source, store: new MemoryObjects(), untilDrained: true, ...more })
}

/** How fast a poisoned topic is learned, and a clean one: the best of four runs, in turn. */
async function tellSpeed(poisoned: string): Promise<void> {
  const clean = await cluster.topic(2)
  await fill(clean, EVENTS, 0)
  const deadLetters = deadLetterTopic(cluster.producer, await cluster.topic(), project.name)
  const best = new Map<string, number>()
  for (const topic of Array(4).fill([poisoned, clean]).flat()) {
    const began = performance.now()
    await learn(topic, { deadLetters })
    const speed = Math.round((1000 * EVENTS) / (performance.now() - began))
    best.set(topic, Math.max(speed, best.get(topic) ?? 0))
  }
  const told = `${best.get(poisoned)} with 1 % of poison, ${best.get(clean)} without`
  process.stdout.write(`events per second: ${told}\n`)
}

describe('a poisoned topic', () => {
  it('is learned but for what is poison, which goes to a topic of its own, unchanged', async () => {
    const topic = await cluster.topic(2)
    const dead = await cluster.topic()
    const bad = await fill(topic, EVENTS, 100)
    const deadLetters = deadLetterTopic(cluster.producer, dead, project.name)
    const { learning } = await learn(topic, { deadLetters })
    expect(learning.counts).toMatchObject({ events: EVENTS, dead: bad.size })
    if (full) await tellSpeed(topic)

    const origin = cluster.log(topic)
    const letters = await cluster.messages(dead)
    expect(letters).toHaveLength(bad.size)
    const seen = new Set<string>()
    for (const { value, key, headers } of letters) {
      const [partition, offset, reason] = ['partition', 'offset', 'reason'].map((name) =>
        String(headers![name]),
      )
      expect(String(headers!['project'])).toBe('killed')
      expect(String(key)).toBe(`${partition}:${offset}`)
      expect(reason!.length).toBeGreaterThan(3)
      const { records } = (await origin.read(partition!, Number(offset)))!
      const id = Buffer.from(records[0]!.key!).toString()
      expect(value!.equals(bad.get(id)!)).toBe(true)
      seen.add(id)
    }
    expect(seen.size).toBe(bad.size)
  }, 300_000)

  it('ends a worker by an error that says why, once half of it is poison', async () => {
    const topic = await cluster.topic()
    await fill(topic, 1500, 2)
    const error = await learn(topic, { mostDead: 0.4 }).catch((error) => error)
    expect(error).toBeInstanceOf(DataLimitError)
    expect(error.exitCode).toBe(14)
    expect(error.message).toContain(`the last one at ${topic}/0/`)
  }, 120_000)

  it('would lose what is poison with an outlet that does not wait for the broker', async () => {
    const topic = await cluster.topic()
    await fill(topic, 500, 100)
    const failing: Outlet<DeadLetter> = { write: () => Promise.reject(new Error('no broker')) }
    const store = new MemoryObjects()
    await expect(learn(topic, { store, deadLetters: failing })).rejects.toThrow('no broker')
    const dead: DeadLetter[] = []
    const { learning } = await learn(topic, { store, onDead: (one) => void dead.push(one) })
    expect(learning.counts).toMatchObject({ events: 500, dead: 5 })
    expect(dead).toHaveLength(5)
  }, 60_000)
})

describe('predictions', () => {
  it('go to a topic, each with the place of its event', async () => {
    const topic = await cluster.topic()
    const scores = await cluster.topic()
    await fill(topic, 200, 0)
    await learn(topic, { predictions: predictionTopic(cluster.producer, scores, project.name) })
    const told = (await cluster.messages(scores)).map(({ value }) => JSON.parse(String(value)))
    expect(told).toHaveLength(200)
    expect(told[41]).toMatchObject({ id: '41', partition: `${topic}/0`, offset: 41 })
    expect(told[41]).toHaveProperty('answer')
  }, 60_000)
})

describe('a producer', () => {
  it('says which limit a record is beyond, and that there is no such topic', async () => {
    const topic = await cluster.topic(1, { 'max.message.bytes': '2000' })
    const { producer } = cluster
    const large = { topic, value: 'x'.repeat(5000) }
    await expect(producer.write([large])).rejects.toThrow(
      `kafka:${topic}/0: a record is larger than the topic takes (max.message.bytes)`,
    )
    await expect(producer.write([{ topic: 'not-there', value: '' }])).rejects.toThrow(
      'kafka:not-there: there is no such topic',
    )
    await producer.write([{ topic, value: 'small' }])
  }, 60_000)
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { follow, TestCluster } from '../cluster.test-support.js'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
})

afterAll(() => cluster.close())

const idsOf = (records: readonly { value: Uint8Array }[]) =>
  records.map(({ value }) => JSON.parse(Buffer.from(value).toString()).id as number)

describe('a source', () => {
  it('reads all partitions from their beginning, each record once and in its order', async () => {
    const topic = await cluster.topic(3)
    await cluster.fill(topic, 10_000)
    const seen = new Map<string, number[]>()
    const feed = await cluster.source({ topics: [topic] }).open()
    const events = await follow(feed, ({ partition, records, from, next }) => {
      expect(records[0]!.offset).toBe(from)
      expect(records.at(-1)!.offset).toBe(next - 1)
      seen.set(partition, [...(seen.get(partition) ?? []), ...idsOf(records)])
    })
    expect(events.map(({ kind }) => kind)).toEqual(['assigned', 'drained'])
    expect([...seen.keys()].sort()).toEqual([0, 1, 2].map((index) => `${topic}/${index}`))
    for (const ids of seen.values()) expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect([...seen.values()].flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10_000 }, (_, id) => id),
    )
  })

  it('reads on from where it is told to, and shows any record that is there', async () => {
    const topic = await cluster.topic()
    await cluster.fill(topic, 100)
    const name = `${topic}/0`
    const feed = await cluster.source({ topics: [topic] }).open()
    const first = await feed.next()
    expect(first).toEqual({
      kind: 'assigned',
      partitions: [{ partition: name, start: 0, end: 100 }],
    })
    const record = await feed.recordAt(name, 41)
    expect(record).toMatchObject({ offset: 41, time: 41 })
    expect(Buffer.from(record!.key!).toString()).toBe('k41')
    expect(await feed.recordAt(name, 100)).toBeUndefined()
    await feed.start(new Map([[name, 42]]))
    const second = await feed.next()
    expect(second).toMatchObject({ kind: 'batch', batch: { partition: name, from: 42, next: 100 } })
    expect(await feed.next()).toEqual({ kind: 'drained' })
    await cluster.fill(topic, 1, 100)
    expect(await feed.next()).toMatchObject({ kind: 'batch', batch: { from: 100, next: 101 } })
    const waiting = feed.next()
    waiting.catch(() => {})
    expect(await feed.next()).toEqual({ kind: 'drained' })
    await feed.close()
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import type { Feed, SourceEvent } from '@coelho/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FakeCluster } from '../driver/fake-driver.test-support.js'
import { KafkaFault } from '../driver/kafka-driver.js'
import { KafkaSource, type KafkaSourceOptions } from './kafka-source.js'

let feed: Feed | undefined

afterEach(() => feed?.close())

async function open(cluster: FakeCluster, more: Partial<KafkaSourceOptions> = {}): Promise<Feed> {
  const source = new KafkaSource({
    ...{ brokers: ['fake:1'], topics: [cluster.topic], groupId: 'g', driver: cluster },
    ...{ sessionMs: 1000, ...more },
  })
  feed = await source.open()
  return feed
}

const assigned = (start: number, end: number) => ({
  kind: 'assigned',
  partitions: [{ partition: 'events/0', start, end }],
})

/** Events until one of this kind. */
async function until(feed: Feed, kind: SourceEvent['kind']): Promise<SourceEvent> {
  for (;;) {
    const event = await feed.next()
    if (event.kind === kind) return event
  }
}

async function started(cluster: FakeCluster, at = 0, more = {}): Promise<Feed> {
  const feed = await open(cluster, more)
  expect(await feed.next()).toEqual(assigned(cluster.start, cluster.ends[0]!))
  await feed.start(new Map([['events/0', at]]))
  return feed
}

const rebalance = new KafkaFault('rejoin', 'REBALANCE_IN_PROGRESS')

describe('a feed', () => {
  it('reads nothing before it is told from where', async () => {
    const cluster = new FakeCluster()
    const feed = await open(cluster)
    expect(await feed.next()).toEqual(assigned(0, 1000))
    await sleep(50)
    expect(cluster.fetches).toBe(0)
    await feed.start(new Map([['events/0', 40]]))
    expect(await feed.next()).toMatchObject({ kind: 'batch', batch: { from: 40, next: 50 } })
  })

  it('fetches no more than two batches ahead of who takes them', async () => {
    const cluster = new FakeCluster()
    const feed = await started(cluster)
    await sleep(100)
    expect(cluster.fetches).toBe(2)
    await feed.next()
    await sleep(50)
    expect(cluster.fetches).toBe(3)
  })

  it('says after a rebalance what is lost and what is given, and no batch between', async () => {
    const cluster = new FakeCluster()
    const feed = await started(cluster)
    await feed.next()
    cluster.fault = rebalance
    await sleep(400) // two batches were at hand
    expect(await feed.next()).toEqual({ kind: 'revoked', reason: 'REBALANCE_IN_PROGRESS' })
    expect(await feed.next()).toEqual(assigned(0, 1000))
    await feed.start(new Map([['events/0', 10]]))
    expect(await feed.next()).toMatchObject({ kind: 'batch', batch: { from: 10, next: 20 } })
  })

  it('drops an answer that comes when its partition stands elsewhere', async () => {
    const cluster = new FakeCluster()
    let answer = () => {}
    cluster.slow = new Promise((resolve) => {
      answer = resolve
    })
    const feed = await started(cluster)
    await sleep(20)
    await feed.start(new Map([['events/0', 500]]))
    answer()
    expect(await feed.next()).toMatchObject({ kind: 'batch', batch: { from: 500, next: 510 } })
  })

  it('offers a partition anew whose log has moved on, and lets others decide', async () => {
    const cluster = new FakeCluster()
    const feed = await started(cluster)
    await feed.next()
    cluster.start = 300
    expect(await until(feed, 'revoked')).toMatchObject({ kind: 'revoked' })
    expect(await feed.next()).toEqual(assigned(300, 1000))
  })

  it('ends where an offset is refused that is there', async () => {
    const cluster = new FakeCluster()
    cluster.fetchError = 1
    const feed = await started(cluster, 40)
    const expected = 'kafka:events: events/0 has offsets 0 to 1000, yet refuses one, got 40.'
    await expect(until(feed, 'drained')).rejects.toThrow(expected)
  })

  it('ends where its topic is another one', async () => {
    const cluster = new FakeCluster()
    const feed = await started(cluster)
    cluster.id = 'b'
    cluster.fault = rebalance
    const expected = 'the topic events was deleted and made again: it is another'
    await expect(until(feed, 'assigned')).rejects.toThrow(expected)
  })

  it('sees partitions that are added', async () => {
    const cluster = new FakeCluster()
    cluster.ends = [5]
    const feed = await started(cluster, 0, { metadataMs: 100 })
    expect(await until(feed, 'drained')).toEqual({ kind: 'drained' })
    cluster.ends = [5, 7]
    expect(await until(feed, 'assigned')).toMatchObject({
      partitions: [{ partition: 'events/0' }, { partition: 'events/1', start: 0, end: 7 }],
    })
  })

  it('says once that it has read all, and again after more', async () => {
    const cluster = new FakeCluster()
    cluster.ends = [5]
    const feed = await started(cluster)
    expect(await feed.next()).toMatchObject({ kind: 'batch' })
    expect(await feed.next()).toEqual({ kind: 'drained' })
    const waiting = feed.next()
    await sleep(50)
    cluster.ends = [8]
    expect(await waiting).toMatchObject({ kind: 'batch', batch: { from: 5, next: 8 } })
    expect(await feed.next()).toEqual({ kind: 'drained' })
  })

  it('waits for brokers that are gone, and no longer than it should', async () => {
    const cluster = new FakeCluster()
    cluster.ends = [5]
    const lines: string[] = []
    const log = (line: string) => void lines.push(line)
    const feed = await started(cluster, 0, { patienceMs: 4000, sessionMs: 60_000, log })
    await until(feed, 'drained')
    cluster.isGone = true
    await sleep(2400)
    cluster.isGone = false
    cluster.ends = [6]
    expect(await feed.next()).toMatchObject({ kind: 'batch', batch: { from: 5 } })
    expect(lines.filter((line) => /no connection/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => /connected again after [23]\.\d s/.test(line))).toHaveLength(1)
    cluster.isGone = true
    const expected = 'nothing was heard of the brokers for 4 s, at last nobody is there'
    await expect(until(feed, 'revoked')).rejects.toThrow(expected)
  })

  it('gives its partitions up where nobody takes what it has', async () => {
    const cluster = new FakeCluster()
    const feed = await started(cluster, 0, { stuckMs: 1000 })
    await sleep(1600)
    expect(cluster.leaves).toBe(1)
    expect(await feed.next()).toMatchObject({ kind: 'revoked' })
    expect(await feed.next()).toMatchObject({ kind: 'assigned' })
  })

  it('that was closed has left its group, and ends who waits', async () => {
    const cluster = new FakeCluster()
    cluster.ends = [0]
    const feed = await started(cluster)
    await until(feed, 'drained')
    const waiting = feed.next()
    waiting.catch(() => {})
    await feed.close()
    await expect(waiting).rejects.toThrow('kafka:events: was closed.')
    expect(cluster.leaves).toBe(1)
  })

  it('is closed though more was fetched than there is room for', async () => {
    const cluster = new FakeCluster()
    cluster.ends = [1000, 1000, 1000, 1000]
    const feed = await open(cluster)
    await feed.next()
    await feed.start(new Map(cluster.ends.map((_, index) => [`events/${index}`, 0])))
    await sleep(50)
    const closed = feed.close().then(() => 'closed')
    expect(await Promise.race([closed, sleep(1000)])).toBe('closed')
  })

  it('that was closed leaves nothing behind that would keep a process from its end', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
    const before = timers()
    const cluster = new FakeCluster()
    const feed = await started(cluster)
    await feed.next()
    await Promise.all([feed.close(), feed.close()])
    // Those of other tests in this process may end meanwhile.
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before))
    expect(cluster.leaves).toBe(1)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import {
  MemoryObjects,
  type Objects,
  OffsetError,
  type TrainerOptions,
  train,
} from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { TestCluster } from './cluster.test-support.js'
import { project } from './projects.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const ROUNDS = full ? [1, 2, 3] : [1]

let cluster: TestCluster

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
})

afterAll(() => cluster.close())

const sessionMs = 1500

function learn(topic: string, store: Objects, options: Partial<TrainerOptions> = {}) {
  const source = cluster.source({ topics: [topic], sessionMs, metadataMs: 300 })
  return train(project, { source, store, untilDrained: true, ...options })
}

/** Learns so many events, and gives what it takes to go on from there. */
async function learned(count: number, partitions = 1): Promise<{ topic: string; store: Objects }> {
  const topic = await cluster.topic(partitions)
  await cluster.fill(topic, count)
  const store = new MemoryObjects()
  expect((await learn(topic, store)).manifest.events).toBe(count)
  return { topic, store }
}

async function recreate(topic: string, count: number): Promise<void> {
  await cluster.admin.deleteTopics({ topics: [topic] })
  for (let tries = 0; ; tries++) {
    const failed = await cluster.create(topic).catch((error: Error) => error)
    if (!failed) break
    if (tries > 50) throw failed
    await sleep(100)
  }
  await cluster.fill(topic, count, 1_000_000)
}

async function refusal(work: Promise<unknown>): Promise<OffsetError> {
  const error = await work.then(
    () => new Error('it went on'),
    (error: Error) => error,
  )
  expect(error).toBeInstanceOf(OffsetError)
  return error as OffsetError
}

describe.each(ROUNDS)('a worker whose log is not what it was (%i)', (round) => {
  const count = 200 * round

  it('stops where events are gone that it has not learned, or is told to go on', async () => {
    const { topic, store } = await learned(count)
    await cluster.fill(topic, 300, count)
    await cluster.removeBefore(topic, count + 50)
    const { message, exitCode } = await refusal(learn(topic, store))
    expect(message).toContain(`50 events after ${count} are gone: the log begins at ${count + 50}`)
    expect(exitCode).toBe(12)
    const lost: number[] = []
    const onLost = (events: number) => void lost.push(events)
    const { manifest } = await learn(topic, store, { onGap: 'resume', onLost })
    expect(lost).toEqual([50])
    expect(manifest).toMatchObject({ events: count + 250 })
    expect(manifest.positions[0]).toMatchObject({ next: count + 300, lost: 50 })
  })

  it('stops where the topic was made again with fewer events', async () => {
    const { topic, store } = await learned(count)
    await recreate(topic, 100)
    const { message } = await refusal(learn(topic, store))
    expect(message).toContain(`the next event is ${count}, but the log ends at 100`)
  })

  it('stops where the topic was made again with more events', async () => {
    const { topic, store } = await learned(count)
    await recreate(topic, count + 100)
    const { message } = await refusal(learn(topic, store))
    expect(message).toContain(`event ${count - 1} is not the one that was learned`)
  })

  it.each([
    ['fewer', 50],
    ['more', 2 * count],
  ])('stops where the topic is made again, with %s events, while it learns', async (_, many) => {
    const topic = await cluster.topic()
    await cluster.fill(topic, count)
    let saved = 0
    const ended = refusal(
      learn(topic, new MemoryObjects(), {
        ...{ untilDrained: false, everyMs: 50 },
        onSaved: ({ events }) => {
          saved = events
        },
      }),
    )
    while (saved < count) await sleep(20)
    await recreate(topic, many)
    expect((await ended).message).toContain(`the topic ${topic} was deleted and made again`)
  })

  it('learns partitions that are added from their beginning', async () => {
    const { topic, store } = await learned(count, 2)
    let events = 0
    const stop = new AbortController()
    const ended = learn(topic, store, {
      ...{ untilDrained: false, everyMs: 50, signal: stop.signal },
      onSaved: (manifest) => {
        events = manifest.events
      },
    })
    await sleep(300)
    await cluster.admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] })
    await cluster.freshProducer()
    await cluster.fill(topic, count, count)
    while (events < 2 * count) await sleep(20)
    stop.abort()
    const { manifest } = await ended
    expect(manifest.events).toBe(2 * count)
    const added = manifest.positions.filter(({ partition }) => /[23]$/.test(partition))
    expect(added.map(({ next }) => next).every((next) => next > 0)).toBe(true)
  })
})

describe("kafkajs' own consumer", () => {
  it('learns what it should not, and says nothing, where the topic was made again', async () => {
    const topic = await cluster.topic()
    await cluster.fill(topic, 300)
    await cluster.admin.setOffsets({
      groupId: topic,
      topic,
      partitions: [{ partition: 0, offset: '300' }],
    })
    await recreate(topic, 100)
    const consumer = cluster.kafka.consumer({
      groupId: topic,
      sessionTimeout: 6000,
      maxWaitTimeInMs: 200,
    })
    const crashes: unknown[] = []
    consumer.on('consumer.crash', (crash) => crashes.push(crash))
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    let seen = 0
    await consumer.run({
      eachMessage: async () => {
        seen++
      },
    })
    for (let waited = 0; seen < 100 && waited < 20_000; waited += 50) await sleep(50)
    await consumer.disconnect()
    expect({ seen, crashes }).toEqual({ seen: 100, crashes: [] })
  })
})

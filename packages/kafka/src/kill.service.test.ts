import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { datasets, random } from '@coelho/core'
import { Checkpoints, MemoryObjects, openStore, train, verify } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka, minio } from '#services/ask.js'
import { TestCluster } from './cluster.test-support.js'
import { type Family, projects } from './projects.test-support.js'
import type { WorkerOptions } from './worker.test-support.js'
import { buildWorker, TrainingProcess } from './workers.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const KILLS = full ? 50 : 4
const EVENTS = full ? 50_000 : 4800

const draw = new random.Random(17)
let cluster: TestCluster
let folder: string

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-kill-'))
  await buildWorker(folder)
})

afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

async function fill(partitions: number, events = EVENTS): Promise<string> {
  const topic = await cluster.topic(partitions)
  const stream = new datasets.synth.SEA({ seed: 5 }).take(events)
  const records = Array.from(stream, ([x, label], id) => {
    const { 0: a, 1: b } = x as Record<string, number>
    return { topic, key: `${id}`, value: JSON.stringify({ id, a, b, label }), time: id }
  })
  await cluster.producer.writeAll(records)
  return topic
}

function workerOn(topic: string, store: string, more: Partial<WorkerOptions> = {}): WorkerOptions {
  const { brokers } = cluster
  const groupId = `g-${topic}`
  return { brokers, topics: [topic], groupId, store, everyEvents: 100, sessionMs: 1000, ...more }
}

/** Starts it again whenever it was killed, until it ends by itself. How often that was. */
async function killAgainAndAgain(
  options: WorkerOptions,
  times = KILLS,
  events = EVENTS,
): Promise<number> {
  for (let kills = 0; ; kills++) {
    const worker = new TrainingProcess(options)
    const saves = kills < times ? 1 + draw.randrange(events / 100 / times - 2) : Infinity
    await worker.until(({ saves: done }) => done >= saves)
    if (!worker.hasEnded) {
      await new Promise((resolve) => setTimeout(resolve, draw.random() * 20))
      worker.signal('SIGKILL')
    }
    const code = await worker.ended
    if (code === 'SIGKILL') continue
    expect(code, worker.lines.join('\n')).toBe(0)
    return kills
  }
}

async function expectEachOnce(topic: string, store: string): Promise<void> {
  const checkpoints = new Checkpoints(await openStore(store), 'killed')
  const { manifest } = (await checkpoints.newest())!
  expect(manifest.events).toBe(EVENTS)
  const log = cluster.log(topic)
  const ends = new Map((await log.ranges()).map(({ partition, end }) => [partition, end]))
  expect(new Map(manifest.positions.map(({ partition, next }) => [partition, next]))).toEqual(ends)
  expect(await verify(projects.tree, checkpoints, log)).toMatchObject({ isSame: true })
}

describe(`a worker that is killed ${KILLS} times while it learns ${EVENTS} events of Kafka`, () => {
  it('learns each once of three partitions: a replay gives the same bytes', async () => {
    const topic = await fill(3)
    const store = join(folder, topic)
    expect(await killAgainAndAgain(workerOn(topic, store))).toBeGreaterThanOrEqual(KILLS / 2)
    await expectEachOnce(topic, store)
  }, 900_000)

  it('the same with its checkpoints in S3', async () => {
    const topic = await fill(3)
    const { endpoint, region, bucket, accessKeyId, secretAccessKey } = await minio()
    process.env['AWS_ACCESS_KEY_ID'] = accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey
    const place = `s3://${bucket}/${randomUUID()}`
    const store = `${place}?endpoint=${encodeURIComponent(endpoint)}&region=${region}`
    expect(await killAgainAndAgain(workerOn(topic, store))).toBeGreaterThanOrEqual(KILLS / 2)
    await expectEachOnce(topic, store)
  }, 900_000)

  it('could not do so with positions that are kept beside its model', async () => {
    const topic = await fill(1)
    const store = join(folder, topic)
    const positionsBeside = join(folder, `${topic}.json`)
    const options = workerOn(topic, store, { sabotage: { positionsBeside } })
    const worker = new TrainingProcess(options)
    await worker.until(({ saves }) => saves > 3)
    await worker.kill()
    const next = new TrainingProcess(options)
    await next.ended
    await expect(expectEachOnce(topic, store)).rejects.toThrow()
    expect(await lastBlob(store)).not.toEqual(await blobOfAll(topic, 'tree'))
  }, 60_000)
})

async function lastBlob(store: string) {
  return (await new Checkpoints(await openStore(store), 'killed').newest())!.manifest.blob
}

/** What one ends at that never was killed. */
async function blobOfAll(topic: string, family: Family) {
  const source = cluster.source({ topics: [topic] })
  const store = new MemoryObjects()
  const { manifest } = await train(projects[family], { source, store, untilDrained: true })
  return manifest.blob
}

describe('a worker that is killed while it learns one partition', () => {
  const [kills, events] = full ? [30, 30_000] : [1, 2000]

  it.each(['linear', 'forest', 'clusters'] as const)(
    'ends at the bytes of one that never was: %s',
    async (family) => {
      const topic = await fill(1, events)
      const store = join(folder, topic)
      const options = workerOn(topic, store, { family })
      expect(await killAgainAndAgain(options, kills, events)).toBeGreaterThanOrEqual(kills / 2)
      expect(await lastBlob(store)).toEqual(await blobOfAll(topic, family))
    },
    900_000,
  )
})

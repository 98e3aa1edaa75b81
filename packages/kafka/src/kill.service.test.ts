import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { datasets, random } from '@coelho/core'
import { Checkpoints, MemoryObjects, openStore, train, verify } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka, minio } from '#services/ask.js'
import { TestCluster } from './cluster.test-support.js'
import { project, type WorkerOptions } from './worker.test-support.js'
import { buildWorker, WorkerProcess } from './workers.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const KILLS = full ? 50 : 5
const EVENTS = full ? 50_000 : 10_000

const draw = new random.Random(17)
let cluster: TestCluster
let folder: string

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-kill-'))
  await buildWorker()
})

afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

async function fill(partitions: number): Promise<string> {
  const topic = await cluster.topic(partitions)
  const stream = new datasets.synth.SEA({ seed: 5 }).take(EVENTS)
  const records = Array.from(stream, ([x, label], id) => {
    const { 0: a, 1: b } = x as Record<string, number>
    return { topic, key: `${id}`, value: JSON.stringify({ id, a, b, label }), time: id }
  })
  await cluster.producer.writeAll(records)
  return topic
}

function workerOn(topic: string, store: string): WorkerOptions {
  const { brokers } = cluster
  return { brokers, topics: [topic], groupId: `g-${topic}`, store, everyEvents: 100 }
}

/** Starts it again whenever it was killed, until it ends by itself. How often that was. */
async function killAgainAndAgain(options: WorkerOptions): Promise<number> {
  for (let kills = 0; ; kills++) {
    const worker = new WorkerProcess(options)
    const saves = kills < KILLS ? 1 + draw.randrange(EVENTS / 100 / KILLS - 2) : Infinity
    await worker.until(({ saves: done }) => done >= saves)
    if (!worker.hasEnded) {
      await new Promise((resolve) => setTimeout(resolve, draw.random() * 20))
      worker.signal('SIGKILL')
    }
    const code = await worker.ended
    if (code === undefined) continue
    expect(code, worker.lines.join('\n')).toBe(0)
    return kills
  }
}

async function expectEachOnce(topic: string, store: string): Promise<void> {
  const checkpoints = new Checkpoints(await openStore(store), 'killed')
  const { manifest } = (await checkpoints.newest())!
  expect(manifest.events).toBe(EVENTS)
  const log = await cluster.read(topic)
  const names = await log.partitions()
  const ranges = await Promise.all(names.map((name) => log.range(name)))
  const ends = new Map(ranges.map(({ partition, end }) => [partition, end]))
  expect(new Map(manifest.positions.map(({ partition, next }) => [partition, next]))).toEqual(ends)
  expect(await verify(project, checkpoints, log)).toMatchObject({ isSame: true })
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

  it('from one partition ends at the bytes of one that never was killed', async () => {
    const topic = await fill(1)
    const store = join(folder, topic)
    await killAgainAndAgain(workerOn(topic, store))
    const { manifest } = (await new Checkpoints(await openStore(store), 'killed').newest())!
    const source = cluster.source({ topics: [topic] })
    const whole = await train(project, { source, store: new MemoryObjects(), untilDrained: true })
    expect(manifest.blob).toEqual(whole.manifest.blob)
  }, 900_000)

  it('could not do so with positions that are kept beside its model', async () => {
    const topic = await fill(3)
    const store = join(folder, topic)
    const options = { ...workerOn(topic, store), positionsBeside: join(folder, `${topic}.json`) }
    const worker = new WorkerProcess(options)
    await worker.until(({ saves }) => saves > 3)
    await worker.kill()
    const next = new WorkerProcess(options)
    await next.ended
    await expect(expectEachOnce(topic, store)).rejects.toThrow()
  }, 60_000)
})

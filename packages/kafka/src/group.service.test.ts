import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '@coelho/core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { TestCluster } from './cluster.test-support.js'
import { Crew } from './crew.test-support.js'
import type { WorkerOptions } from './worker.test-support.js'
import { buildWorker } from './workers.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const SESSION = 1500
/** Processes start, and what killed ones left has to end: beside other tests that takes longer. */
const SPARE = full ? 5000 : 30_000

const draw = new random.Random(29)
let cluster: TestCluster
let folder: string
let crew: Crew

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-group-'))
  await buildWorker(folder)
})

afterEach(() => crew.killAll())

afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true, force: true })
})

async function crewOn(events: number, more: Partial<WorkerOptions> = {}): Promise<[Crew, string]> {
  const topic = await cluster.topic(3)
  await cluster.fill(topic, events)
  const { brokers } = cluster
  crew = new Crew({
    ...{ brokers, topics: [topic], groupId: `g-${topic}`, store: join(folder, topic) },
    ...{ everyEvents: 100, everyMs: 200, sessionMs: SESSION, untilDrained: false, ...more },
  })
  return [crew, topic]
}

/** Stops an owner until another has taken over, and wakes it while it has events at hand. */
async function zombie(more: Partial<WorkerOptions> = {}): Promise<number> {
  const [crew, topic] = await crewOn(0, more)
  crew.add()
  await crew.until(() => crew.owner !== undefined, 'the first assignment')
  crew.add()
  const rounds = full && !more.sabotage ? 6 : 1
  let longest = 0
  for (let round = 1; round <= rounds; round++) {
    while (crew.alive.length < 2) crew.add()
    await crew.until(() => crew.alive.every(({ lines }) => lines.length > 0), 'joining')
    await crew.until(() => crew.owner !== undefined, 'an assignment')
    await cluster.fill(topic, 10_000, 20_000 * (round - 1))
    const old = crew.owner!
    const before = old.saves
    await crew.until(() => old.saves >= before + 3, 'saving')
    old.signal('SIGSTOP')
    const isOver = () => crew.owner !== undefined && crew.owner !== old
    longest = Math.max(longest, await crew.until(isOver, 'a takeover'))
    await crew.until(() => crew.owner!.saves >= 2, 'saving after the takeover')
    old.signal('SIGCONT')
    await cluster.fill(topic, 10_000, 20_000 * (round - 1) + 10_000)
    await sleep(SESSION)
  }
  const total = 20_000 * rounds
  await crew
    .until(() => crew.events >= total, 'learning the rest')
    .catch((error) => {
      if (!more.sabotage) throw error
    })
  await crew.stop()
  crew.expectOneOwner()
  expect(await crew.expectEachOnce(cluster)).toBe(total)
  return longest
}

type Change = 'join' | 'leave' | 'die'

/** One to three workers at any time. */
function changesOf(count: number): Change[] {
  let alive = 0
  return Array.from({ length: count }, () => {
    const joins = alive < 2 || (alive < 3 && draw.random() < 0.5)
    alive += joins ? 1 : -1
    return joins ? 'join' : draw.random() < 0.5 ? 'leave' : 'die'
  })
}

/** Workers come and go while events come. The longest that events had to wait. */
async function storm(
  changes: readonly Change[],
  more: Partial<WorkerOptions> = {},
): Promise<number> {
  const perChange = 1500
  const [crew, topic] = await crewOn(0, more)
  let written = 0
  let longest = 0
  for (const change of changes) {
    await cluster.fill(topic, perChange, written)
    written += perChange
    const { alive, owner } = crew
    if (change === 'join') {
      crew.add()
    } else {
      const one = draw.random() < 0.5 && owner ? owner : alive[draw.randrange(alive.length)]!
      one.signal(change === 'leave' ? 'SIGTERM' : 'SIGKILL')
      await one.ended
    }
    longest = Math.max(longest, await crew.until(() => crew.events >= written, change))
    await crew.until(() => crew.alive.every(({ lines }) => lines.length > 0), 'joining')
  }
  await crew.stop()
  crew.expectOneOwner()
  expect(await crew.expectEachOnce(cluster)).toBe(written)
  return longest
}

/** Each is told to stop while events come, and the next goes on. */
async function stopAgainAndAgain(stops: number, more: Partial<WorkerOptions> = {}): Promise<void> {
  const perStop = 3000
  const [crew, topic] = await crewOn(0, more)
  for (let stop = 1; stop <= stops; stop++) {
    await cluster.fill(topic, perStop, perStop * (stop - 1))
    const worker = crew.add()
    const before = crew.events
    await crew.until(() => crew.events > before, 'learning')
    const began = performance.now()
    worker.signal('SIGTERM')
    expect(await worker.ended, worker.lines.join('\n')).toBe(0)
    expect(performance.now() - began).toBeLessThan(full ? 3000 : 20_000)
    const last = worker.news.findLast((one) => 'learned' in one)
    const kept = { learned: crew.events, kept: crew.events }
    expect(last, JSON.stringify(worker.news.slice(-9))).toMatchObject(kept)
    expect(await crew.eventsInStore()).toBe(crew.events)
  }
  const began = performance.now()
  crew.add()
  await crew.until(() => crew.events >= perStop * stops, 'learning the rest')
  expect(performance.now() - began).toBeLessThan(full ? 20_000 : 60_000)
  await crew.stop()
  expect(await crew.expectEachOnce(cluster)).toBe(perStop * stops)
}

describe('workers of one group', () => {
  it('take over from one that sleeps, and what it saves when it wakes is refused', async () => {
    const longest = await zombie()
    expect(longest).toBeLessThan(SESSION + SPARE)
  }, 300_000)

  it('could not keep it out with a store in which the last writer wins', async () => {
    await expect(zombie({ sabotage: { unfenced: true } })).rejects.toMatchObject({
      name: 'AssertionError',
    })
  }, 120_000)

  it('learn each event once while they come and go', async () => {
    expect(await storm(changesOf(full ? 20 : 5))).toBeLessThan(SESSION + SPARE)
  }, 600_000)

  it('would not without a group and with a store in which the last writer wins', async () => {
    const joins = Array<Change>(4).fill('join')
    const work = storm(joins, { sabotage: { alone: true, unfenced: true } })
    await expect(work).rejects.toMatchObject({ name: 'AssertionError' })
  }, 120_000)

  it('stop with a checkpoint and leave, so that nothing is learned again', async () => {
    await stopAgainAndAgain(full ? 30 : 3)
  }, 300_000)

  it('would have events to learn again had they not saved at last', async () => {
    const work = stopAgainAndAgain(1, { sabotage: { careless: true } })
    await expect(work).rejects.toMatchObject({ name: 'AssertionError' })
  }, 120_000)
})

import { datasets, metrics, naiveBayes, random, tree } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { sha256 } from '../checkpoint/manifest.js'
import { DataLimitError, OffsetError } from '../errors.js'
import { Learning } from '../learning/learning.js'
import { MemoryLog } from '../log/memory-log.js'
import { defineProject } from '../project/project.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import type { DeadLetter } from './outlets.js'
import { train } from './trainer.js'
import { TrainerControl } from './trainer-control.js'
import { verify } from './verify.js'

const project = defineProject({
  name: 'sea',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), label: z.boolean().optional() }),
  id: ({ id }) => id,
  knownLater: ['label'],
  features: ({ a, b }) => ({ a, b }),
  label: ({ label }) => label,
  labels: {
    schema: z.object({ of: z.number(), truth: z.boolean() }),
    id: ({ of }) => of,
    label: ({ truth }) => truth,
  },
  maxWaiting: 50,
  pipeline: () => new tree.HoeffdingTreeClassifier({ gracePeriod: 20 }),
  challengers: { bayes: () => new naiveBayes.GaussianNB() },
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

/** Events of all kinds: labelled, to be labelled later, labels, and what cannot be used. */
function events(count: number): string[] {
  const draw = new random.Random(7)
  const texts: string[] = []
  const open: { id: number; truth: boolean }[] = []
  let id = 0
  for (const [x, label] of new datasets.synth.SEA({ seed: 1 }).take(count)) {
    const { 0: a, 1: b } = x as Record<string, number>
    const kind = draw.random()
    if (kind < 0.6) texts.push(JSON.stringify({ id: id++, a, b, label }))
    else if (kind < 0.8) {
      open.push({ id, truth: label as boolean })
      texts.push(JSON.stringify({ id: id++, a, b }))
    } else if (kind < 0.9 && open.length > 0) {
      const { id: of, truth } = open.shift()!
      texts.push(JSON.stringify({ of, truth }))
    } else if (kind < 0.95) texts.push('{"id": 1,')
    else texts.push(JSON.stringify({ id: id++, a: 'many', b }))
  }
  return texts
}

async function logOf(texts: readonly string[], partitions = 1): Promise<MemoryLog> {
  const log = new MemoryLog(partitions)
  await log.append(texts.map((value, time) => ({ value, time })))
  return log
}

const run = (log: MemoryLog, store: MemoryObjects, more = {}) =>
  train(project, { source: new LogSource(log), store, untilDrained: true, ...more })

describe('training', () => {
  it('takes a change of champion by hand while nothing comes, and saves it at once', async () => {
    const store = new MemoryObjects()
    const control = new TrainerControl()
    const stop = new AbortController()
    expect(() => control.promote('bayes')).toThrow('can promote while it trains')
    const saved: string[] = []
    let isPromoted = () => {}
    const promoted = new Promise<void>((resolve) => {
      isPromoted = resolve
    })
    const training = train(project, {
      source: new LogSource(await logOf(events(200))),
      ...{ store, control, everyMs: 3_600_000, everyEvents: 200, signal: stop.signal },
      onSaved: (_, __, learning) => {
        saved.push(learning.champion)
        if (saved.length === 1) setTimeout(() => control.promote('bayes'), 20)
        else isPromoted()
      },
    })
    await promoted
    const checkpoints = new Checkpoints(store, 'sea')
    const newest = await checkpoints.newest()
    expect(Learning.load(newest!.snapshot).champion).toBe('bayes')
    expect(() => control.promote('nobody')).toThrow('"champion"')
    stop.abort()
    const { learning } = await training
    expect(saved).toEqual(['champion', 'bayes'])
    expect(learning.history.takeovers).toMatchObject([{ why: 'manual', to: 'bayes' }])
    const verified = await verify(project, checkpoints, await logOf(events(200)))
    expect(verified.isSame).toBe(true)
  })

  it('learns each event of a log once, and says what became of it', async () => {
    const texts = events(1000)
    const letters: DeadLetter[] = []
    const { manifest, learning } = await run(await logOf(texts), new MemoryObjects(), {
      onDead: (letter: DeadLetter) => letters.push(letter),
    })
    expect(manifest.positions).toMatchObject([{ partition: '0', next: 1000 }])
    expect(manifest.order).toEqual([[0, 0, 1000]])
    const { counts, leader } = learning
    expect(counts.events).toBe(1000)
    expect(counts.dead).toBe(letters.length)
    expect(letters[0]?.reason).toMatch(/is not JSON|expected number/)
    const labelled = texts.filter((text) => /"label":/.test(text) && !/many/.test(text)).length
    expect(leader.learned).toBe(labelled + counts.matched)
    expect(counts.matched + learning.waiting.size + counts.givenUp).toBe(
      texts.filter((text) => /^{"id":\d+,"a":[\d.]+,"b":[\d.]+}$/.test(text)).length,
    )
    expect((leader.metric as metrics.ClassificationBundle).toObject()['Accuracy']).toBeGreaterThan(
      0.8,
    )
  })

  it('stopped after any event goes on to the same bytes as one that never was', async () => {
    const texts = events(600)
    const whole = await run(await logOf(texts), new MemoryObjects())
    const draw = new random.Random(3)
    for (let round = 0; round < 5; round++) {
      const store = new MemoryObjects()
      const log = await logOf(texts)
      let runs = 0
      for (let done = false; !done; runs++) {
        const controller = new AbortController()
        let left = 1 + draw.randrange(4)
        const onSaved = () => --left === 0 && controller.abort()
        const everyEvents = 7 + draw.randrange(60)
        const { manifest } = await run(log, store, {
          everyEvents,
          onSaved,
          signal: controller.signal,
        })
        done = manifest.positions[0]?.next === 600
      }
      expect(runs).toBeGreaterThan(1)
      const last = (await new Checkpoints(store, 'sea').newest())!
      expect(sha256(last.snapshot)).toBe(sha256(whole.learning.save()))
    }
  })

  it('killed learns again what was not saved, and ends at the same bytes', async () => {
    const texts = events(400)
    const log = await logOf(texts)
    const whole = await run(log, new MemoryObjects())
    const store = new MemoryObjects()
    for (let kills = 0; ; kills++) {
      const outcome = await run(log, store, {
        everyEvents: 50,
        onDead: () => {
          if (kills < 8) throw new Error('killed')
        },
      }).catch((error) => error as Error)
      if (!(outcome instanceof Error)) break
      expect(outcome.message).toBe('killed')
    }
    const last = (await new Checkpoints(store, 'sea').newest())!
    expect(sha256(last.snapshot)).toBe(sha256(whole.learning.save()))
    expect(last.manifest.events).toBe(400)
  })

  it('from several partitions is what a replay of its recorded order gives', async () => {
    const texts = events(500)
    const log = await logOf(texts, 3)
    const { manifest, learning } = await run(log, new MemoryObjects(), { everyEvents: 30 })
    const replayed = Learning.fresh(project)
    for (const [index, from, next] of manifest.order) {
      const batch = await log.read(manifest.positions[index]!.partition, from)
      for (const { value, time, offset } of batch!.records) {
        if (offset < next) replayed.take(project.parse(value, time), project)
      }
    }
    expect(sha256(replayed.save())).toBe(sha256(learning.save()))
  })

  it('never shows a label to a model before its prediction', async () => {
    const asked: string[] = []
    class Spy {
      static readonly id = 'test.Spy'
      static readonly state = []
      learnOne() {
        asked.push('learn')
      }
      predictOne(x: object) {
        asked.push(`predict ${Object.keys(x)}`)
        return true
      }
    }
    const spied = defineProject({
      ...project.options,
      challengers: null,
      pipeline: () => new Spy() as never,
      learners: [Spy],
    })
    const learning = Object.assign(new Learning(), Learning.fresh(spied))
    for (const text of events(50)) {
      learning.take(spied.parse(Buffer.from(text), 0), spied)
    }
    expect(asked.filter((what) => what !== 'learn').every((what) => what === 'predict a,b')).toBe(
      true,
    )
    const learnt = asked.flatMap((what, i) => (what === 'learn' ? [i] : []))
    const predicted = (until: number) => asked.slice(0, until).filter((w) => w !== 'learn').length
    for (const [n, i] of learnt.entries()) expect(predicted(i)).toBeGreaterThan(n)
  })
})

describe('events that cannot be used', () => {
  it('end the training, with a reason, once they are too many', async () => {
    const texts = [...events(1000), ...Array.from({ length: 900 }, () => '{')]
    const log = await logOf(texts)
    await expect(run(log, new MemoryObjects())).rejects.toThrow(DataLimitError)
    await expect(run(log, new MemoryObjects())).rejects.toThrow(
      /501 of \d+ events could not be used, the last one at 0\/\d+: is not JSON/,
    )
    const { learning } = await run(log, new MemoryObjects(), { mostDead: 1 })
    expect(learning.counts.events).toBe(1900)
  })
})

describe('the best of several', () => {
  it('is told by the metric of the project', async () => {
    const { learning } = await run(await logOf(events(2000)), new MemoryObjects())
    const standing = learning.standings(project)
    expect(standing.map(({ name }) => name).sort()).toEqual(['bayes', 'champion'])
    const [first, second] = standing.map(({ value }) => value!)
    expect(first).toBeGreaterThanOrEqual(second!)
    expect(first).toBeGreaterThan(0.8)
  })
})

describe('a log that is not the one it was', () => {
  async function trained() {
    const texts = events(300)
    const store = new MemoryObjects()
    await run(await logOf(texts.slice(0, 200)), store)
    return { texts, store }
  }

  it('is noticed when what comes next is gone', async () => {
    const { texts, store } = await trained()
    const log = await logOf(texts)
    log.forget('0', 250)
    await expect(run(log, store)).rejects.toThrow(OffsetError)
    await expect(run(log, store)).rejects.toThrow(
      'partition 0: 50 events after 200 are gone: the log begins at 250',
    )
  })

  it('is noticed when it ends before', async () => {
    const { texts, store } = await trained()
    await expect(run(await logOf(texts.slice(0, 100)), store)).rejects.toThrow(
      'the next event is 200, but the log ends at 100: it is another one',
    )
  })

  it('is noticed when it has other events', async () => {
    const { texts, store } = await trained()
    await expect(run(await logOf(texts.slice().reverse()), store)).rejects.toThrow(
      'event 199 is not the one that was learned: it is another log',
    )
  })
})

describe('a model for each partition', () => {
  it('is trained under a name of its own, from its partition alone', async () => {
    const log = await logOf(events(300), 3)
    const store = new MemoryObjects()
    const { shards } = await run(log, store, { sharding: 'partition' })
    expect(shards.map(({ manifest }) => manifest.project).sort()).toEqual([
      ...['sea.0', 'sea.1', 'sea.2'],
    ])
    const learned = shards.map(({ manifest }) => manifest.events)
    expect(learned.reduce((sum, count) => sum + count)).toBe(300)
    for (const { manifest } of shards) {
      expect(manifest.positions).toMatchObject([{ partition: manifest.project.slice(4) }])
      const checkpoints = new Checkpoints(store, manifest.project)
      expect(await verify(project, checkpoints, log)).toMatchObject({ isSame: true })
    }
  })
})

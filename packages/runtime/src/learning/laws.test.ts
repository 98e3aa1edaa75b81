import { snapshot } from '@coelho/core'
import { drift, metrics, naiveBayes, tree } from '@coelho/learners'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnyProject } from '../project/project.js'
import { Learning, type Outcome } from './learning.js'
import { bytesOf, learn, stream, type Toy, takeAll, toys } from './toy-projects.test-support.js'

const events = stream(1200, { swapAt: 600, shiftAt: 900 })

/** Everything that a project may do while it learns. */
const busy = (policy: 'retrain' | 'promote') =>
  toys({
    pipeline: () => new naiveBayes.GaussianNB(),
    challengers: {
      tree: () => new tree.HoeffdingTreeClassifier({ gracePeriod: 20 }),
      adaptive: () => new tree.HoeffdingAdaptiveTreeClassifier({ gracePeriod: 20, seed: 3 }),
    },
    metric: () => metrics.bundle('classification', { posVal: true }),
    bestBy: 'F1',
    drift: {
      ...{ policy, upon: 'any', features: { a: () => new drift.ADWIN() } },
      ...(policy === 'retrain' ? { window: 120 } : {}),
    },
    promotion: { level: 0.2 },
    cooldown: 150,
  })

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant('no event'),
  fc.record({ of: fc.constantFrom('e3', 'e7', 'nobody'), truth: fc.constant(null) }),
  fc.record({ of: fc.string(), truth: fc.boolean() }),
  fc.record({ id: fc.string(), at: fc.double(), a: fc.string(), b: fc.double() }),
)

/** A stream of all kinds: labelled, labelled later, labels, and what cannot be used. */
const streams: fc.Arbitrary<unknown[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat(60), junk), {
    minLength: 40,
    maxLength: 1200,
    size: 'max',
  })
  .map((draws) =>
    draws.map(([kind, back, other], i) => {
      const { side, ...event } = events[i]!
      if (kind < 6) return { ...event, side }
      if (kind < 8) return event
      const labelled = events[Math.max(0, i - back)]!
      return kind === 8 ? { of: labelled.id, truth: labelled.side } : other
    }),
  )

const shortStreams = streams.map((all) => all.slice(0, 250))

/** All that is there but the counts. */
function partsOf(learning: Learning): Uint8Array[] {
  const { contestants, waiting } = learning
  const { oversight } = learning as unknown as { oversight: object }
  return [
    ...contestants.flatMap(({ model, metric, evidence }) => [model, metric, evidence]),
    waiting,
    oversight,
  ].map((part) => snapshot.save(part as object))
}

describe('learning', () => {
  for (const policy of ['retrain', 'promote'] as const) {
    it(`comes to the same bytes wherever it is saved and loaded, with ${policy}`, () => {
      fc.assert(
        fc.property(streams, fc.array(fc.nat(1200), { maxLength: 6 }), (all, cuts) => {
          const whole = learn(busy(policy), all)
          let learning = Learning.fresh(busy(policy))
          const outcomes: Outcome[] = []
          let at = 0
          for (const cut of [...cuts.sort((a, b) => a - b), all.length]) {
            outcomes.push(...takeAll(learning, busy(policy), all.slice(at, cut)))
            at = Math.max(at, Math.min(cut, all.length))
            learning = Learning.load(learning.save())
          }
          expect(learning.save()).toEqual(whole.learning.save())
          expect(outcomes).toEqual(whole.outcomes)
        }),
        { numRuns: 8 },
      )
    })

    it(`has something to come to: drifts and changes of champion, with ${policy}`, () => {
      const { history } = learn(busy(policy), events).learning
      expect(history.drifts.length).toBeGreaterThan(1)
      expect(history.takeovers.length).toBeGreaterThan(1)
      expect(new Set(history.takeovers.map(({ why }) => why))).toContain('drift')
    })
  }

  it('loses nothing where it is saved and loaded after each event', () => {
    const project = toys({
      pipeline: () => new naiveBayes.GaussianNB(),
      challengers: { tree: () => new tree.HoeffdingTreeClassifier({ gracePeriod: 20 }) },
      drift: {
        ...{ policy: 'retrain', upon: 'any', window: 60, error: () => new drift.binary.DDM() },
        features: { a: () => new drift.PageHinkley({ threshold: 2, minInstances: 10 }) },
      },
      ...{ promotion: { level: 0.2 }, cooldown: 250 },
    })
    const all = stream(900, { swapAt: 250, shiftAt: 700, noise: 0.1 }).map((event, i) =>
      i % 40 < 20 ? event : { ...event, side: undefined },
    )
    const truths = stream(900)
    const labels = all.map(({ id }, i) => ({ of: id, truth: truths[i]!.side }))
    const mixed = all.flatMap((event, i) =>
      i % 40 >= 25 && i % 3 ? [event, labels[i - 5]] : [event],
    )
    const whole = learn(project, mixed)
    let learning = Learning.fresh(project)
    const outcomes = mixed.map((event) => {
      learning = Learning.load(learning.save())
      return takeAll(learning, project, [event])[0]
    })
    expect(outcomes).toEqual(whole.outcomes)
    expect(learning.save()).toEqual(whole.learning.save())
    const kinds = outcomes.flatMap((outcome) => outcome!.events.map(({ kind }) => kind))
    const { drifts, takeovers } = learning.history
    expect(kinds).toContain('warning')
    // Some drifts had no consequence, since the champion had changed a short while ago.
    expect(takeovers.length).toBeGreaterThan(1)
    expect(drifts.length).toBeGreaterThan(takeovers.length + 1)
  })

  it('keeps what an event that cannot be used finds there, but for the counts', () => {
    fc.assert(
      fc.property(shortStreams, fc.array(junk, { minLength: 1, maxLength: 10 }), (all, bad) => {
        const project = busy('retrain')
        const { learning } = learn(project, all)
        for (const event of bad) {
          const before = partsOf(learning)
          const { counts } = learning
          const [outcome] = takeAll(learning, project, [event])
          const isOrphan = learning.counts.orphans > counts.orphans
          if (outcome!.dead === undefined && !isOrphan) continue
          expect(partsOf(learning)).toEqual(before)
          expect(learning.counts.events).toBe(counts.events + 1)
        }
      }),
      { numRuns: 8 },
    )
  })

  it('leaves an event waiting whose label cannot be used, for one that can', () => {
    const project = toys()
    const { learning } = learn(project, [
      ...events.slice(0, 50),
      { ...events[60], side: undefined },
    ])
    const [bad] = takeAll(learning, project, [{ of: 'e60', truth: null }])
    expect(bad!.dead).toMatch(/the label must be/)
    expect(learning.waiting.has('e60')).toBe(true)
    takeAll(learning, project, [{ of: 'e60', truth: true }])
    expect(learning.waiting.size).toBe(0)
    expect(learning.counts).toEqual({ events: 53, matched: 1, orphans: 0, givenUp: 0, dead: 1 })
  })

  it('knows of each event what became of it', () => {
    fc.assert(
      fc.property(streams, (all) => {
        const { learning, outcomes } = learn(busy('promote'), all)
        const { events, matched, orphans, givenUp, dead } = learning.counts
        expect(events).toBe(all.length)
        expect(outcomes.filter((outcome) => outcome.dead !== undefined)).toHaveLength(dead)
        const [leader] = learning.contestants
        const open = all.filter((event) => (event as Toy).id && !('side' in (event as Toy)))
        const usable = open.filter((event) => typeof (event as Toy).a === 'number')
        expect(matched + givenUp + learning.waiting.size).toBe(usable.length)
        expect(learning.waiting.size).toBeLessThanOrEqual(40)
        expect(orphans).toBeGreaterThanOrEqual(0)
        expect(leader!.learned).toBeGreaterThanOrEqual(matched)
      }),
      { numRuns: 8 },
    )
  })

  it('gives up the oldest that wait once they are too many or too old', () => {
    const project = toys({ maxWaiting: 5, maxWait: 60_000 })
    const open = events.slice(0, 20).map(({ side: _, ...event }) => event)
    const { learning } = learn(project, open)
    expect([learning.waiting.size, learning.counts.givenUp]).toEqual([5, 15])
    takeAll(learning, project, [{ ...events[20], side: undefined, at: 79_500 }])
    expect([learning.waiting.size, learning.counts.givenUp]).toEqual([1, 20])
    takeAll(learning, project, [{ of: 'e3', truth: true }])
    expect(learning.counts.orphans).toBe(1)
  })
})

describe('no label is seen before its event was predicted', () => {
  type Call = readonly [who: string, what: string, id: number]

  /** A model and a metric that note what they are asked, by the event's number. */
  function spied(calls: Call[], who: string) {
    return class Spy {
      static readonly id = `test.Spy.${who}`
      static readonly state = []
      readonly kind = 'classifier'
      predictOne({ n }: { n: number }) {
        calls.push([who, 'predict', n])
        return `${who} ${n}`
      }
      learnOne({ n }: { n: number }, y: unknown) {
        calls.push([who, `learn ${y}`, n])
      }
    }
  }

  it('neither by a model nor by a metric nor by a loss, at once or late', () => {
    const calls: Call[] = []
    class Judge {
      static readonly id = 'test.Judge'
      static readonly state = []
      update(y: unknown, prediction: string) {
        const [who, n] = prediction.split(' ')
        calls.push([who!, `update ${y}`, Number(n)])
      }
      get() {
        return 1
      }
    }
    const [Champion, Other] = [spied(calls, 'champion'), spied(calls, 'other')]
    const project: AnyProject = toys({
      features: ({ id }: Toy) => ({ n: Number(id.slice(1)) }),
      pipeline: () => new Champion() as never,
      challengers: { other: () => new Other() as never },
      learners: [Champion, Other, Judge],
      metric: () => new Judge(),
      bestBy: 'Judge',
      loss: (y: unknown, prediction: string) => {
        const [who, n] = prediction.split(' ')
        calls.push([who!, `cost ${y}`, Number(n)])
        return 0
      },
      drift: {},
    })
    const learning = Learning.fresh(project)
    for (const [i, { side, ...event }] of events.slice(0, 60).entries()) {
      const isLate = i % 3 === 0
      learning.take(project.parse(bytesOf(isLate ? event : { ...event, side }), 0), project)
      const late = i >= 10 && (i - 10) % 3 === 0 ? events[i - 10] : undefined
      if (late) takeAll(learning, project, [{ of: late.id, truth: late.side }])
    }
    for (const who of ['champion', 'other']) {
      for (let n = 0; n < 50; n++) {
        const { side } = events[n]!
        const own = calls.filter(([by, , id]) => by === who && id === n)
        const steps = ['predict', `cost ${side}`, `update ${side}`, `learn ${side}`]
        expect(own.map(([, what]) => what)).toEqual(steps)
      }
    }
  })
})

import { cluster, drift, metrics, naiveBayes, tree, utils } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Learning } from './learning.js'
import type { DriftNote, Takeover } from './learning-event.js'
import { learn, stream, sums, takeAll, toys } from './toy-projects.test-support.js'

const swapped = stream(3000, { swapAt: 2000 })

/** How often the champion was right in the last so many. */
function accuracyOfLast(project: ReturnType<typeof toys>, events: typeof swapped, last: number) {
  const { outcomes } = learn(project, events)
  const right = outcomes
    .slice(-last)
    .filter(({ answer }, i) => answer === events[events.length - last + i]!.side)
  return right.length / last
}

describe('a project that watches for drift', () => {
  it('tells of it with the event, its time, and where the error has gone', () => {
    const { learning, outcomes } = learn(toys({ drift: {} }), swapped)
    const told = outcomes.flatMap(({ events }, i) => events.map((event) => [i + 1, event] as const))
    const after = told.filter(([i]) => i > 2000)
    expect(after[0]![1]).toMatchObject({ kind: 'drift', signal: 'error', change: 'rose' })
    for (const [i, event] of told) {
      expect(event).toMatchObject({ event: i, time: 1000 * (i - 1), feature: undefined })
    }
    expect(after[0]![0]).toBeLessThan(2100)
    expect(learning.history.drifts).toEqual(told.map(([, event]) => event))
    expect(learning.watched).toMatchObject([{ signal: 'error', seen: 2999, warnings: 0 }])
  })

  it('gives out one and the same empty list where there is nothing to tell', () => {
    const { outcomes } = learn(toys(), swapped.slice(0, 300))
    expect(new Set(outcomes.map(({ events }) => events)).size).toBe(1)
    expect(outcomes[0]!.events).toEqual([])
    expect(Object.isFrozen(outcomes[0]!.events)).toBe(true)
  })

  it('is warned once where a detector warns, before the drift', () => {
    const project = toys({ drift: { error: () => new drift.binary.DDM() } })
    const { outcomes } = learn(project, swapped)
    const kinds = outcomes.slice(2000).flatMap(({ events }) => events.map(({ kind }) => kind))
    expect(kinds.slice(0, 2)).toEqual(['warning', 'drift'])
  })

  it('watches features by their values as events come, with a label or without', () => {
    const features = { a: () => new drift.ADWIN(), b: () => new drift.ADWIN() }
    const project = toys({ drift: { error: null, features } })
    const events = stream(1500, { shiftAt: 1000 }).map(({ side: _, ...event }) => event)
    const { learning, outcomes } = learn(project, events)
    const notes = outcomes.flatMap(({ events }) => events) as DriftNote[]
    expect(notes.map(({ feature, signal }) => [signal, feature])).toEqual([['feature', 'a']])
    expect(notes[0]).toMatchObject({ change: 'rose', time: 1000 * (notes[0]!.event - 1) })
    expect(notes[0]!.event).toBeLessThan(1100)
    expect(learning.watched.map(({ seen }) => seen)).toEqual([1500, 1500])
  })

  it('counts what a detector cannot take, and does not see features that are missing', () => {
    const schema = z.object({
      ...{ id: z.string(), at: z.number(), side: z.boolean().optional() },
      ...{ a: z.number().optional(), b: z.union([z.number(), z.boolean()]) },
    })
    const features = { a: () => new drift.ADWIN(), b: () => new drift.binary.DDM() }
    const project = toys({ schema, drift: { error: null, features } })
    const events = [{ a: 1, b: true }, { b: 0 }, { a: 3, b: 0.5 }]
    const whole = events.map((event, i) => ({ id: `${i}`, at: i, side: true, ...event }))
    const { watched, counts } = learn(project, whole).learning
    expect(counts.dead).toBe(0)
    expect(watched.map(({ seen, refused }) => [seen, refused])).toEqual([
      [2, 0],
      [2, 1],
    ])
  })

  it('watches how far off numbers are', () => {
    const numbers = swapped.map((event, i) => ({ ...event, side: i < 2000 ? event.a : -event.a }))
    const { history } = learn(sums({ drift: {} }), numbers).learning
    expect(history.drifts.some(({ event, change }) => event > 2000 && change === 'rose')).toBe(true)
  })

  it('watches how far events lie from the centres of their clusters', () => {
    const project = toys({
      ...{ label: null, labels: null, bestBy: 'Silhouette', drift: {} },
      pipeline: () => new cluster.KMeans({ nClusters: 3, seed: 1, halflife: 0.01 }),
      metric: () => metrics.bundle('clustering'),
    })
    const { learning } = learn(project, stream(2500, { shiftAt: 2000 }))
    expect(learning.counts.dead).toBe(0)
    expect(learning.leader.valueOf('Silhouette')).toBeGreaterThan(0)
    expect(learning.leader.valueOf('TimeRollingSilhouette')).toBeGreaterThan(0)
    const [first] = learning.history.drifts.filter(({ event }) => event > 2000)
    expect(first).toMatchObject({ signal: 'error', change: 'rose' })
  })

  it('watches what a loss of its own says a prediction costs', () => {
    const seen: unknown[] = []
    const loss = (truth: boolean, prediction: boolean) => {
      seen.push([truth, prediction])
      return truth && !prediction ? 5 : 0
    }
    const { learning } = learn(toys({ drift: {}, loss }), swapped.slice(0, 40))
    expect(seen).toHaveLength(39)
    expect(learning.watched[0]!.seen).toBe(39)
    const broken = () => {
      throw new Error('no loss today')
    }
    const { outcomes } = learn(toys({ drift: {}, loss: broken }), swapped.slice(0, 3))
    expect(outcomes.map(({ dead }) => dead)).toEqual([undefined, 'no loss today', 'no loss today'])
  })
})

describe('a policy of retraining', () => {
  const retrain = (more: object = {}) => toys({ drift: { policy: 'retrain', ...more } })

  it('makes predictions right again sooner than without it', () => {
    const events = stream(2300, { swapAt: 2000 })
    const noted = accuracyOfLast(toys({ drift: {} }), events, 150)
    expect(accuracyOfLast(retrain(), events, 150)).toBeGreaterThan(noted + 0.3)
    expect(accuracyOfLast(retrain(), events, 150)).toBeGreaterThan(0.75)
  })

  it('learns the events since the change anew, as far as costs tell', () => {
    const { learning, outcomes } = learn(retrain(), swapped)
    const [takeover] = learning.history.takeovers.filter(({ event }) => event > 2000)
    const at = takeover!.event
    expect(takeover).toMatchObject({
      ...{ kind: 'takeover', how: 'retrained', why: 'drift', from: 'champion', to: 'champion' },
      ...{ time: 1000 * (at - 1), fromValue: takeover!.toValue },
    })
    expect(outcomes[at - 1]!.events.map(({ kind }) => kind)).toEqual(['drift', 'takeover'])
    expect(Math.abs(at - takeover!.relearned - 2000)).toBeLessThan(20)
    // What it is now is what a new model is that has learned these and all that came after them.
    const model = new tree.HoeffdingTreeClassifier({ gracePeriod: 50 })
    for (const { a, b, side } of swapped.slice(at - takeover!.relearned)) {
      model.learnOne({ a, b }, side!)
    }
    for (const { a, b } of swapped.slice(0, 50)) {
      expect(learning.leader.ask({ a, b })).toBe(model.predictOne({ a, b }))
    }
  })

  it('learns all that is kept where costs tell nothing, at most a window', () => {
    const features = { a: () => new drift.ADWIN() }
    const project = retrain({ error: null, features, upon: 'any', window: 77 })
    const { learning } = learn(project, stream(1500, { shiftAt: 1000 }))
    expect(learning.history.takeovers[0]!.relearned).toBe(77)
  })

  it('keeps what was judged: metrics and counts go on', () => {
    const { learning } = learn(retrain(), swapped)
    const { leader } = learning
    expect(leader.judged).toBe(2999)
    expect(leader.learned).toBe(3000)
  })

  it('rests after a change, and still tells of drifts', () => {
    const wild = Array.from({ length: 6 }, (_, k) =>
      stream(500, { seed: k, swapAt: k % 2 ? 0 : 500 }),
    )
    const events = wild.flat().map((event, i) => ({ ...event, id: `e${i}`, at: i }))
    const changes = (cooldown: number) =>
      learn(toys({ drift: { policy: 'retrain' }, cooldown }), events).learning.history
    expect(changes(100).takeovers.length).toBeGreaterThan(1)
    const once = changes(100_000)
    expect(once.takeovers).toHaveLength(1)
    expect(once.drifts.length).toBeGreaterThan(1)
  })

  it('is left aside where the error has fallen, unless a feature is reason enough', () => {
    const noisyThenClear = [
      ...stream(1500, { noise: 0.5 }),
      ...stream(1500, { seed: 2, noise: 0 }),
    ].map((event, i) => ({ ...event, id: `e${i}`, at: i }))
    const { learning } = learn(retrain(), noisyThenClear)
    const fell = learning.history.drifts.filter(({ change }) => change === 'fell')
    expect(fell.length).toBeGreaterThan(0)
    const at = learning.history.takeovers.map(({ event }) => event)
    expect(fell.filter(({ event }) => at.includes(event))).toEqual([])

    const features = { a: () => new drift.ADWIN() }
    const shifted = stream(1500, { shiftAt: 1000, noise: 0 })
    const byFeature = (upon: string) =>
      learn(retrain({ features, upon, error: () => new drift.NoDrift() }), shifted).learning.history
    expect(byFeature('error').takeovers).toEqual([])
    expect(byFeature('any').takeovers).toHaveLength(1)
  })

  it('of a late label judges no new model by what the one before it had said', () => {
    const events = stream(1200, { swapAt: 800 })
    const project = toys({ drift: { policy: 'retrain' }, maxWaiting: 500, cooldown: 0 })
    const learning = Learning.fresh(project)
    for (const [i, { side: _, ...event }] of events.entries()) {
      takeAll(learning, project, [event])
      const late = events[i - 200]
      if (late) takeAll(learning, project, [{ of: late.id, truth: late.side }])
    }
    const after = learning.history.takeovers.filter(({ event }) => event > 1000)
    expect(after).toHaveLength(1)
  })
})

describe('a policy of promoting', () => {
  const shadowed = (more: object = {}) =>
    toys({
      drift: { policy: 'promote', error: () => new drift.ADWIN() },
      challengers: {
        slow: () => new naiveBayes.GaussianNB(),
        quick: () => new tree.HoeffdingAdaptiveTreeClassifier({ gracePeriod: 20, seed: 1 }),
      },
      ...more,
    })

  it('makes the best challenger the champion', () => {
    const { learning, outcomes } = learn(shadowed(), swapped)
    const [takeover] = learning.history.takeovers.filter(({ event }) => event > 2000)
    expect(takeover).toMatchObject({
      how: 'promoted',
      why: 'drift',
      from: 'champion',
      relearned: 0,
    })
    expect(['slow', 'quick']).toContain(takeover!.to)
    const { fromValue, toValue } = takeover as Takeover
    expect([fromValue, toValue].every((value) => value! > 0.5)).toBe(true)
    expect(outcomes[takeover!.event - 1]!.events.at(-1)).toEqual(takeover)
    expect(learning.leader.name).toBe(learning.champion)
  })

  it('goes by the metric of the project: a window sees what is best now', () => {
    const metric = () =>
      new metrics.base.Metrics(new metrics.Accuracy(), [
        'Lately',
        new utils.Rolling({ obj: new metrics.Accuracy(), windowSize: 60 }),
      ])
    const project = shadowed({ metric, bestBy: 'Lately', cooldown: 0 })
    const learning = Learning.fresh(project)
    takeAll(learning, project, stream(4000, { swapAt: 2000 }))
    const last = learning.history.takeovers.at(-1)!
    expect(last.toValue).toBeGreaterThanOrEqual(last.fromValue!)
  })
})

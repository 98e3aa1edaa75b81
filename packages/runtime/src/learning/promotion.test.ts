import { InvalidInputError, InvalidOptionError, snapshot } from '@coelho/core'
import { dummy, linearModel, metrics, naiveBayes, stats, tree, utils } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { Learning } from './learning.js'
import { bayes, learn, stream, sums, takeAll, toys } from './toy-projects.test-support.js'

const events = stream(4000)
const quick = () => new tree.HoeffdingTreeClassifier({ gracePeriod: 20 })
const adaptive = () => new tree.HoeffdingAdaptiveTreeClassifier({ gracePeriod: 20, seed: 1 })
const poor = () => new dummy.NoChangeClassifier()
/** The pipeline knows little; a challenger knows more. */
const upset = (more: object = {}) =>
  toys({ pipeline: poor, challengers: { quick }, promotion: 'automatic', ...more })

describe('a challenger', () => {
  it('that is better takes over by itself, and only once', () => {
    const { learning, outcomes } = learn(upset(), events)
    const { takeovers } = learning.history
    expect(takeovers).toHaveLength(1)
    const [takeover] = takeovers
    expect(takeover).toMatchObject({
      ...{ how: 'promoted', why: 'better', from: 'champion', to: 'quick', relearned: 0 },
      time: 1000 * (takeover!.event - 1),
    })
    expect(takeover!.toValue).toBeGreaterThan(takeover!.fromValue!)
    expect(takeover!.event).toBeLessThan(500)
    expect(outcomes[takeover!.event - 1]!.events).toEqual([takeover])
    expect(learning.champion).toBe('quick')
    // From then on its predictions are given out.
    const [at, next] = [takeover!.event, events[takeover!.event]!]
    const learned = learn(upset(), events.slice(0, at)).learning
    expect(outcomes[at]!.answer).toBe(learned.leader.ask({ a: next.a, b: next.b }))
  })

  it('that is no better does not, however long', () => {
    const { learning } = learn(upset({ pipeline: quick }), events)
    expect(learning.history.takeovers).toEqual([])
    const reverse = toys({ pipeline: quick, challengers: { poor }, promotion: 'automatic' })
    expect(learn(reverse, events).learning.history.takeovers).toEqual([])
  })

  it('takes over at the same event where all is saved and loaded after each', () => {
    const project = upset()
    const { takeovers } = learn(project, events.slice(0, 400)).learning.history
    let learning = Learning.fresh(project)
    for (const event of events.slice(0, 400)) {
      learning = Learning.load(learning.save())
      takeAll(learning, project, [event])
    }
    expect(takeovers).toHaveLength(1)
    expect(learning.history.takeovers).toEqual(takeovers)
  })

  it('takes over the sooner the more doubt is allowed', () => {
    const at = (level: number) =>
      learn(upset({ promotion: { level } }), events).learning.history.takeovers[0]!.event
    expect(at(0.2)).toBeLessThan(at(0.001))
  })

  it('never takes over by itself unless the project says so', () => {
    const { learning } = learn(upset({ promotion: 'manual' }), events)
    expect(learning.history.takeovers).toEqual([])
    expect(learning.champion).toBe('champion')
    expect(learning.standings(upset())[0]!.name).toBe('quick')
  })

  it('waits while the metric of the project is against it', () => {
    // Recall of one side: who always says so misses none.
    const metric = () => new metrics.Recall({ posVal: true })
    const project = upset({
      ...{ metric, bestBy: 'Recall' },
      pipeline: () => new dummy.PriorClassifier(),
      challengers: { quick },
    })
    const onlySides = events.map((event, i) => (i < 5 ? { ...event, side: true } : event))
    const mostlyTrue = onlySides.filter(({ side }, i) => side || i % 3 === 0)
    const { learning } = learn(project, mostlyTrue)
    expect(learning.leader.valueOf('Recall')).toBe(1)
    expect(learning.contestants[1]!.evidence.value).toBeGreaterThan(100)
    expect(learning.history.takeovers).toEqual([])
  })

  it('of numbers takes over by how far off they are, where less is better', () => {
    const numbers = events.map((event) => ({ ...event, side: 2 * event.a + event.b }))
    const project = sums({
      pipeline: () => new dummy.StatisticRegressor({ statistic: new stats.Mean() }),
      challengers: { line: () => new linearModel.LinearRegression() },
      promotion: 'automatic',
    })
    const { learning } = learn(project, numbers)
    expect(learning.champion).toBe('line')
    const { fromValue, toValue } = learning.history.takeovers[0]!
    expect(toValue).toBeLessThan(fromValue!)
  })

  it('is weighed by what came since the last change, and rests as long as it should', () => {
    const swap = [
      ...stream(2000, { swapAt: 1000 }),
      ...stream(2000, { seed: 2, swapAt: 1000 }),
    ].map((event, i) => ({ ...event, id: `e${i}`, at: i }))
    const metric = () =>
      new metrics.base.Metrics(new metrics.Accuracy(), [
        'Lately',
        new utils.Rolling({ obj: new metrics.Accuracy(), windowSize: 200 }),
      ])
    const project = (cooldown: number) =>
      toys({
        ...{ metric, bestBy: 'Lately', promotion: 'automatic', cooldown },
        challengers: { nb: () => new naiveBayes.GaussianNB(), adaptive },
      })
    const often = learn(project(0), swap).learning.history.takeovers
    expect(often.length).toBeGreaterThan(0)
    const resting = learn(project(1500), swap).learning.history.takeovers
    for (const [i, { event }] of resting.entries()) {
      if (i > 0) expect(event - resting[i - 1]!.event).toBeGreaterThanOrEqual(1500)
    }
  })

  it('is not weighed by events that it cannot take, and the champion learns them', () => {
    const features = ({ id, a, b }: { id: string; a: number; b: number }) =>
      id.endsWith('7') ? { a, b, shop: 'x' } : { a, b }
    const project = toys({ features, challengers: { bayes }, promotion: 'automatic' })
    const { learning } = learn(project, events.slice(0, 200))
    const [champion, other] = learning.contestants
    expect([champion!.learned, champion!.refused]).toEqual([200, 0])
    expect([other!.learned, other!.refused]).toEqual([180, 20])
    expect(other!.evidence.compared).toBe(179)
  })

  it('may be promoted by hand, with what stands in its favour', () => {
    const project = upset({ promotion: 'manual' })
    const { learning } = learn(project, events.slice(0, 300))
    const takeover = learning.promote('quick', project)
    expect(takeover).toMatchObject({
      ...{ why: 'manual', from: 'champion', to: 'quick', event: 300, time: 299_000 },
    })
    expect(learning.history.takeovers).toEqual([takeover])
    const [outcome] = takeAll(learning, project, [events[300]])
    expect(outcome!.events).toEqual([])
    expect(learning.leader.name).toBe('quick')
    expect(learning.promote('champion', project).to).toBe('champion')

    for (const name of ['champion', 'nobody']) {
      expect(() => learning.promote(name, project)).toThrow(InvalidInputError)
      expect(() => learning.promote(name, project)).toThrow(
        `Learning: can promote "quick", got "${name}".`,
      )
    }
    const alone = Learning.fresh(toys())
    expect(() => alone.promote('quick', toys())).toThrow('has no challenger to promote')
  })
})

describe('contestants of a project that has changed', () => {
  const late = events.slice(0, 30).map(({ side: _, ...event }) => event)

  it('join with what they do not know, and go with what they have learned', () => {
    const before = toys({ challengers: { quick } })
    const { learning } = learn(before, [...events.slice(100, 400), ...late])
    const grown = toys({ challengers: { nb: () => new naiveBayes.GaussianNB(), quick } })
    const loaded = Learning.load(learning.save())
    takeAll(loaded, grown, [{ of: 'e3', truth: events[3]!.side }, events[50]])
    expect(loaded.contestants.map(({ name }) => name)).toEqual(['champion', 'nb', 'quick'])
    expect(loaded.contestants.map(({ judged }) => judged)).toEqual([301, 1, 301])
    const shrunk = toys()
    takeAll(loaded, shrunk, [{ of: 'e4', truth: events[4]!.side }])
    expect(loaded.contestants.map(({ name }) => name)).toEqual(['champion'])
    expect(loaded.counts.matched).toBe(2)
  })

  it('must go on with the one that is champion now', () => {
    const before = toys({ challengers: { quick } })
    const { learning } = learn(before, events.slice(0, 10))
    learning.promote('quick', before)
    const [event] = events.slice(20)
    expect(() => takeAll(learning, toys(), [event])).toThrow(InvalidOptionError)
    expect(() => takeAll(learning, toys(), [event])).toThrow(
      'Learning: option "challengers" must have "quick", which is the champion now.',
    )
    expect(learning.counts.events).toBe(10)
  })

  it('stand as before where nothing has changed, to the last bit', () => {
    const project = toys({ challengers: { quick }, drift: {}, promotion: 'automatic' })
    const { learning } = learn(project, [...events.slice(100, 400), ...late])
    const loaded = Learning.load(learning.save())
    takeAll(loaded, toys({ ...project.options }), [events[50]])
    takeAll(learning, project, [events[50]])
    expect(snapshot.save(loaded)).toEqual(snapshot.save(learning))
  })
})

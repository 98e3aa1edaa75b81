import { metrics, utils } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { bayes, learn, stream, sums, takeAll, toys } from './toy-projects.test-support.js'

const events = stream(400)

describe('the metrics of a contestant', () => {
  const metric = () =>
    new metrics.base.Metrics(
      new metrics.Accuracy(),
      ['Last50', new utils.Rolling({ obj: new metrics.Accuracy(), windowSize: 50 })],
      ['Minute', new utils.TimeRolling({ obj: new metrics.Accuracy(), period: 60_000 })],
    )
  const project = toys({ metric, bestBy: 'Minute', challengers: { bayes } })

  it('are over the whole stream, the last events, and the last of the events’ own time', () => {
    const { learning, outcomes } = learn(project, events)
    const right = outcomes.map(({ answer }, i) => Number(answer === events[i]!.side))
    const mean = (last: number) => right.slice(-last).reduce((a, b) => a + b, 0) / last
    const { leader } = learning
    expect(leader.valueOf('Accuracy')).toBeCloseTo(mean(399), 12)
    expect(leader.valueOf('Last50')).toBeCloseTo(mean(50), 12)
    expect(leader.valueOf('Minute')).toBeCloseTo(mean(60), 12)
    expect(learning.standings(project)[0]!.value).toBe(
      Math.max(...learning.contestants.map((one) => one.valueOf('Minute')!)),
    )
  })

  it('are its own', () => {
    const [first, second] = learn(project, events).learning.contestants
    expect(first!.metric).not.toBe(second!.metric)
    expect(first!.valueOf('Accuracy')).not.toBe(second!.valueOf('Accuracy'))
  })

  it('go by the time at which events happened, also where labels come late', () => {
    const { learning } = learn(project, events)
    const late = learn(project, []).learning
    for (let i = 0; i < events.length + 20; i++) {
      const { side: _, ...event } = events[i] ?? events[0]!
      if (events[i]) takeAll(late, project, [event])
      const labelled = events[i - 20]
      if (labelled) takeAll(late, project, [{ of: labelled.id, truth: labelled.side }])
    }
    expect(late.counts.matched).toBe(400)
    const window = (late.leader.metric as unknown as metrics.base.Metrics).at('Minute')
    expect((window as unknown as utils.TimeRolling).length).toBe(60)
    expect(learning.leader.judged).toBe(late.leader.judged + 20)
  })

  it('stand the best first, also in windows where less is better', () => {
    const numbers = events.map((event) => ({ ...event, side: event.a }))
    const less = sums({
      metric: () => metrics.bundle('regression', { windowSize: 30 }),
      bestBy: 'RollingMAE',
      challengers: { poor: sums({}).options.pipeline },
    })
    const { learning } = learn(less, numbers)
    const values = learning.standings(less).map(({ value }) => value!)
    expect(values[0]).toBeLessThanOrEqual(values[1]!)
    expect(learning.leader.valueOf('TimeRollingMAE')).toBeGreaterThan(0)
  })
})

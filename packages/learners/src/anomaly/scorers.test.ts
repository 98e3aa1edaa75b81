import { Frame, snapshot, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianScorer, StandardAbsoluteDeviation } from './index.js'

describe('GaussianScorer', () => {
  it('gives the share of a normal distribution that lies nearer to its mean', () => {
    const scorer = new GaussianScorer({ gracePeriod: 3 })
    for (const y of [9, 10, 11]) scorer.learnOne({}, y)
    expect(scorer.scoreOne({}, 11)).toBeCloseTo(0.6826894921370859, 12) // one deviation
    expect(scorer.scoreOne({}, 8)).toBeCloseTo(0.9544997361036416, 12) // two
  })

  it('scores 0 during the grace period, and 1 while there is no variance', () => {
    const scorer = new GaussianScorer({ gracePeriod: 2 })
    scorer.learnOne({}, 5)
    expect(scorer.scoreOne({}, 99)).toBe(0)
    scorer.learnOne({}, 5)
    expect(scorer.scoreOne({}, 5)).toBe(1)
  })

  it('forgets what is outside its window', () => {
    const windowed = new GaussianScorer({ windowSize: 3, gracePeriod: 0 })
    for (const y of [1000, -500, 9, 10, 11]) windowed.learnOne({}, y)
    const fresh = new GaussianScorer({ gracePeriod: 0 })
    for (const y of [9, 10, 11]) fresh.learnOne({}, y)
    expect(windowed.scoreOne({}, 12)).toBeCloseTo(fresh.scoreOne({}, 12), 9)
  })

  it('learns frames as it learns rows', () => {
    const [one, many] = [
      new GaussianScorer({ gracePeriod: 1 }),
      new GaussianScorer({ gracePeriod: 1 }),
    ]
    const frame = Frame.fromColumns({ a: [1, 2, 3] })
    for (const y of [4, 6, 9]) one.learnOne({ a: 1 }, y)
    many.learnMany(frame, [4, 6, 9])
    expect([...many.scoreMany(frame, [1, 5, 9])]).toEqual([1, 5, 9].map((y) => one.scoreOne({}, y)))
    expect(() => many.learnMany(frame, [1, 2])).toThrow('3 rows need as many targets, got 2')
  })

  it('refuses a target that is no number', () => {
    const scorer = new GaussianScorer()
    expect(() => scorer.learnOne({ a: 1 }, 'much' as never)).toThrow(
      'GaussianScorer: the label must be a finite number, got "much".',
    )
    expect(scorer.schema.size).toBe(0)
  })
})

describe('StandardAbsoluteDeviation', () => {
  it('counts standard deviations from the mean', () => {
    const detector = new StandardAbsoluteDeviation()
    for (const y of [9, 10, 11]) detector.learnOne({}, y)
    expect(detector.scoreOne({}, 13)).toBeCloseTo(3, 9)
    expect(detector.scoreOne({}, 7)).toBeCloseTo(3, 9)
  })

  it('measures from another statistic, of which it keeps its own copy', () => {
    const subStat = new stats.Max()
    const detector = new StandardAbsoluteDeviation({ subStat })
    for (const y of [9, 10, 11]) detector.learnOne({}, y)
    expect(detector.scoreOne({}, 11)).toBe(0)
    expect(subStat.get()).toBe(new stats.Max().get())
  })

  it('goes on from a snapshot with its statistic', () => {
    const detector = new StandardAbsoluteDeviation({ subStat: new stats.EWMean() })
    for (const y of [9, 10, 14]) detector.learnOne({}, y)
    const learners = [StandardAbsoluteDeviation, stats.EWMean] as never
    const loaded = snapshot.load<StandardAbsoluteDeviation>(snapshot.save(detector), { learners })
    loaded.learnOne({}, 3)
    detector.learnOne({}, 3)
    expect(loaded.scoreOne({}, 5)).toBe(detector.scoreOne({}, 5))
  })

  it('refuses what is no statistic of one variable', () => {
    expect(() => new StandardAbsoluteDeviation({ subStat: new stats.Cov() as never })).toThrow(
      'option "subStat" must be a statistic of one variable (or null)',
    )
  })
})

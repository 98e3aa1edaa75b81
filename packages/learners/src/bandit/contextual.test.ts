import { metrics, snapshot, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { evaluateOffline, LinUCBDisjoint, type LoggedPull, UCB } from './index.js'

const ARMS = ['news', 'film']

function learned(): LinUCBDisjoint {
  const policy = new LinUCBDisjoint({ seed: 1 })
  for (let i = 0; i < 60; i++) {
    const context = { one: 1, evening: i % 2, ...(i % 7 === 0 && { odd: i }) }
    const arm = policy.pull(ARMS, context)
    policy.update(arm, context, (arm === 'film') === (i % 2 === 1))
  }
  return policy
}

describe('LinUCBDisjoint', () => {
  it('pulls the arm that suits the context', () => {
    const policy = learned()
    expect(policy.pull(ARMS, { one: 1, evening: 1 })).toBe('film')
    expect(policy.pull(ARMS, { one: 1, evening: 0 })).toBe('news')
    expect(policy.n).toBe(60)
    expect(policy.summary.arms.map(({ pulls }) => pulls).reduce((a, b) => a + b)).toBe(60)
  })

  it('goes on after a snapshot as if there had been none', () => {
    const policy = learned()
    const learners = [LinUCBDisjoint] as never
    const loaded = snapshot.load<LinUCBDisjoint>(snapshot.save(policy), { learners })
    for (const one of [policy, loaded]) one.update('film', { one: 1, late: 2 }, 0.3)
    expect(snapshot.save(loaded)).toEqual(snapshot.save(policy))
  })

  it('is as it was after a context or a reward that it refuses', () => {
    const policy = learned()
    const before = snapshot.save(policy)
    for (const act of [
      () => policy.update('new', { one: Number.NaN }, 1),
      () => policy.update('film', { fresh: 'text' } as never, 1),
      () => policy.update('film', { one: 1 }, Number.NaN),
      () => policy.pull(ARMS, { one: Infinity }),
    ]) {
      expect(act).toThrow()
      expect(snapshot.save(policy)).toEqual(before)
    }
  })

  it('pulls each arm so often as burnIn says before it chooses', () => {
    const policy = new LinUCBDisjoint({ burnIn: 2, seed: 1 })
    const pulled = Array.from({ length: 4 }, () => {
      const arm = policy.pull(ARMS, { one: 1 })
      policy.update(arm, { one: 1 }, 1)
      return arm
    })
    expect(pulled).toEqual(['news', 'news', 'film', 'film'])
  })

  it('keeps rewards in statistics of numbers only', () => {
    const rewardObj = new metrics.Accuracy() as never
    expect(() => new LinUCBDisjoint({ rewardObj })).toThrow(
      'LinUCBDisjoint: option "rewardObj" must be a statistic of numbers or a Gaussian here',
    )
  })
})

describe('evaluateOffline', () => {
  const history: LoggedPull[] = Array.from({ length: 40 }, (_, i) => {
    return [ARMS, { one: 1 }, ARMS[i % 2], i % 2]
  })

  it('counts and learns the entries where the policy would have done the same', () => {
    const policy = new UCB({ delta: 0, seed: 1 })
    const rewardStat = new stats.Mean()
    const [stat, n] = evaluateOffline({ policy, history, rewardStat })
    expect(stat).toBe(rewardStat)
    expect(n).toBe(policy.n)
    expect(stat.get()).toBeCloseTo((policy.countOf('film') * 1) / n, 12)
    expect(n).toBeGreaterThan(1)
    expect(n).toBeLessThan(40)
  })

  it('sums the rewards unless told otherwise, of contextual policies too', () => {
    const policy = new LinUCBDisjoint({ seed: 1 })
    const [stat, n] = evaluateOffline({ policy, history })
    expect(stat).toBeInstanceOf(stats.Sum)
    expect(n).toBe(policy.n)
  })

  it('refuses what is no policy and no history', () => {
    const wrong = { policy: {}, history } as never
    expect(() => evaluateOffline(wrong)).toThrow('the policy must be one of bandit')
    const none = { policy: new UCB({ delta: 1 }), history: 5 } as never
    expect(() => evaluateOffline(none)).toThrow('the history must be iterable, got 5.')
  })
})

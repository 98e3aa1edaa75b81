import { metrics, proba, random, snapshot, stats } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from '../linear-model/index.js'
import { TargetStandardScaler } from '../preprocessing/index.js'
import type { Policy } from './index.js'
import * as bandit from './index.js'

const ARMS = ['a', 'b', 'c']
const CHANCES: Readonly<Record<string, number>> = { a: 0.2, b: 0.5, c: 0.7 }

const policies: [string, () => Policy][] = [
  ['EpsilonGreedy', () => new bandit.EpsilonGreedy({ epsilon: 0.2, decay: 0.001, seed: 1 })],
  ['UCB', () => new bandit.UCB({ delta: 1, seed: 1 })],
  ['UCB that scales', () => new bandit.UCB({ delta: 1, seed: 1, rewardScaler: scaler() })],
  ['ThompsonSampling', () => new bandit.ThompsonSampling({ seed: 1 })],
  ['BayesUCB', () => new bandit.BayesUCB({ seed: 1 })],
  ['Exp3', () => new bandit.Exp3({ gamma: 0.3, seed: 1 })],
  ['RandomPolicy', () => new bandit.RandomPolicy({ seed: 1, burnIn: 2 })],
]

function scaler(): TargetStandardScaler {
  return new TargetStandardScaler({ regressor: new LinearRegression() })
}

/** Pulls and learns so often; what was pulled. */
function play(policy: Policy, times: number, rng = new random.Random(3)): string[] {
  return Array.from({ length: times }, () => {
    const arm = policy.pull(ARMS) as string
    policy.update(arm, rng.random() < CHANCES[arm] ? 1 : 0)
    return arm
  })
}

describe.each(policies)('%s', (_, make) => {
  it('goes on after a snapshot as if there had been none', () => {
    const policy = make()
    play(policy, 60)
    const learners = [policy.constructor, TargetStandardScaler, LinearRegression] as never
    const loaded = snapshot.load<Policy>(snapshot.save(policy), { learners })
    expect(play(loaded, 60, new random.Random(4))).toEqual(play(policy, 60, new random.Random(4)))
    expect(loaded.summary).toEqual(policy.summary)
    expect(snapshot.save(loaded)).toEqual(snapshot.save(policy))
  })

  it('begins anew as a clone, with the same seed', () => {
    const policy = make()
    const first = play(policy, 40)
    const clone = policy.clone()
    expect(clone.n).toBe(0)
    expect(clone.ranking).toEqual([])
    expect(play(clone, 40)).toEqual(first)
  })

  it('finds the best arm, or at least counts what it pulled', () => {
    const policy = make()
    const pulled = play(policy, 400)
    expect(policy.ranking[0]).toBe('c')
    expect(policy.n).toBe(400)
    expect(policy.countOf('c')).toBe(pulled.filter((arm) => arm === 'c').length)
    expect(policy.summary.arms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(policy.countOf('never')).toBe(0)
  })

  it('is as it was after a reward or arms that it refuses', () => {
    const policy = make()
    play(policy, 30)
    const before = snapshot.save(policy)
    for (const act of [
      () => policy.update('a', Number.NaN),
      () => policy.update('new', Number.NaN),
      () => policy.update('new', 'good'),
      () => policy.update({} as never, 1),
      () => policy.pull([]),
      () => policy.pull(['a', 'a']),
      () => policy.pull([...ARMS, Number.NaN]),
      () => policy.pull(5 as never),
    ]) {
      expect(act).toThrow()
      expect(snapshot.save(policy)).toEqual(before)
    }
  })

  it('takes numbers for arms, and many of them', () => {
    const policy = make()
    const arms = Array.from({ length: 40 }, (_, arm) => arm)
    for (let i = 0; i < 80; i++) policy.update(policy.pull(arms), i % 2)
    expect(arms).toContain(policy.pull(arms))
    expect(() => policy.pull([...arms, 7])).toThrow('an arm must not come twice, got 7.')
  })
})

describe('burnIn', () => {
  it('pulls each arm so often before the policy chooses, the first that lacks first', () => {
    const policy = new bandit.RandomPolicy({ burnIn: 2, seed: 1 })
    expect(play(policy, 6)).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
  })
})

describe('EpsilonGreedy', () => {
  it('lowers the share of draws by decay', () => {
    const policy = new bandit.EpsilonGreedy({ epsilon: 0.5, decay: 0.1, seed: 1 })
    play(policy, 10)
    expect(policy.currentEpsilon).toBeCloseTo(0.5 * Math.exp(-1), 12)
  })

  it('takes the least error for the best', () => {
    const policy = new bandit.EpsilonGreedy({ epsilon: 0, rewardObj: new metrics.MAE(), seed: 1 })
    policy.update('bad', 1, 9)
    policy.update('good', 1, 2)
    expect(policy.pull(['bad', 'good'])).toBe('good')
    expect(policy.ranking).toEqual(['good', 'bad'])
  })
})

describe('UCB', () => {
  it('adds delta times the root of 2 ln n by the count', () => {
    const policy = new bandit.UCB({ delta: 1, seed: 1 })
    for (const reward of [1, 0, 1, 1]) policy.update('often', reward)
    policy.update('seldom', 0)
    // 0.75 + √(2 ln 5 / 4) = 1.647 and 0 + √(2 ln 5) = 1.794
    expect(policy.pull(['often', 'seldom'])).toBe('seldom')
    policy.update('seldom', 0) // 0.75 + 0.947 and 0 + 1.339
    expect(policy.pull(['often', 'seldom'])).toBe('often')
  })

  it('keeps rewards scaled', () => {
    const policy = new bandit.UCB({ delta: 1, seed: 1, rewardScaler: scaler() })
    policy.update('a', 10)
    policy.update('a', 20) // 0 at first, then 5 above a mean with a deviation of 5 √2
    expect(policy.summary.arms[0].reward).toBeCloseTo(Math.SQRT1_2 / 2, 12)
  })

  it('refuses a scaler that scales nothing, and rewards that cannot be scaled', () => {
    const wrong = () => new bandit.UCB({ delta: 1, rewardScaler: new LinearRegression() as never })
    expect(wrong).toThrow('UCB: option "rewardScaler" must transform a target')
    const beta = { rewardScaler: scaler(), rewardObj: new proba.Beta() }
    expect(() => new bandit.UCB({ delta: 1, ...beta })).toThrow(
      'UCB: option "rewardObj" must be a statistic of numbers or a Gaussian here',
    )
  })
})

describe('BayesUCB', () => {
  it('asks how high the probability of a success may be', () => {
    const policy = new bandit.BayesUCB({ seed: 1 })
    for (const reward of [1, 1, 0]) policy.update('a', reward)
    // The quantile 3/4 of Beta(3, 2), and of the uniform distribution.
    expect(policy.computeIndex('a')).toBeCloseTo(0.7569779162439, 12)
    expect(policy.computeIndex('b')).toBe(0.75)
  })

  it('refuses a reward that is neither 0 nor 1', () => {
    expect(() => new bandit.BayesUCB().update('a', 0.5)).toThrow(
      'BayesUCB: the reward must be 0 or 1 (or a boolean), got 0.5.',
    )
  })
})

describe('ThompsonSampling', () => {
  it('refuses what cannot be sampled', () => {
    const rewardObj = new stats.Mean() as never
    expect(() => new bandit.ThompsonSampling({ rewardObj })).toThrow(
      'ThompsonSampling: option "rewardObj" must be a proba.Beta or proba.Gaussian (or null)',
    )
  })
})

describe('Exp3', () => {
  it('draws on when weights have grown or shrunk beyond all numbers', () => {
    for (const reward of [1e6, -1e6]) {
      const policy = new bandit.Exp3({ gamma: 0.1, seed: 1 })
      for (let i = 0; i < 300; i++) policy.update(policy.pull(ARMS), reward)
      expect(ARMS).toContain(policy.pull(ARMS))
    }
  })

  it('learns no weight from an arm that was not drawn', () => {
    const [one, other] = [0, 1].map(() => new bandit.Exp3({ gamma: 0.5, seed: 1 }))
    for (let i = 0; i < 50; i++) one.update('c', 1)
    const pulls = (policy: Policy) => Array.from({ length: 30 }, () => policy.pull(ARMS))
    expect(pulls(one)).toEqual(pulls(other))
  })
})

describe('snapshots of policies', () => {
  it('are refused where counts and arms do not fit', () => {
    const policy = new bandit.UCB({ delta: 1, seed: 1 })
    play(policy, 20)
    const load = () => snapshot.load(snapshot.save(policy), { learners: [bandit.UCB] as never })
    const { arms } = policy as unknown as { arms: { counts: number[]; n: number } }
    arms.counts[0] += 1
    expect(load).toThrow('UCB must have rewards of its own, and a count, for each arm')
    arms.n += 1
    expect(load).not.toThrow()
    arms.counts[0] -= 0.5
    expect(load).toThrow('UCB must have rewards of its own')
  })

  it('are refused where an arm comes twice', () => {
    const policy = new bandit.UCB({ delta: 1, seed: 1 })
    play(policy, 20)
    const { ids } = (policy as unknown as { arms: { table: { ids: string[] } } }).arms.table
    ids[0] = ids[1]
    expect(() => {
      snapshot.load(snapshot.save(policy), { learners: [bandit.UCB] as never })
    }).toThrow('an arm must be a string or a finite number, and come once')
  })
})

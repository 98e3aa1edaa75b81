import { type Configured, InvalidOptionError, Metric, proba, Univariate } from '@coelho/core'

/**
 * What keeps the rewards of an arm: a statistic of one variable, a metric with a single number,
 * or a distribution of `proba` with numbers.
 */
export interface Reward {
  // biome-ignore lint/suspicious/noExplicitAny: statistics take numbers, metrics two labels
  update(reward: any, more?: any, options?: any): void
  clone(): Reward
  get?(): unknown
  readonly mode?: unknown
  readonly biggerIsBetter?: boolean
}

/** Distributions with a number as their mode, which can be sampled. */
export function isDistribution(value: unknown): value is proba.Beta | proba.Gaussian {
  return value instanceof proba.Beta || value instanceof proba.Gaussian
}

/** Throws unless an option can keep the rewards of an arm. */
export function checkReward(who: string, value: unknown): asserts value is Reward {
  if (isDistribution(value)) return
  const { update, clone, get } = Object(value) as Partial<Reward>
  const can = [update, clone, get].every((method) => typeof method === 'function')
  const got = can ? (value as { get(): unknown }).get() : null
  if (can && (typeof got === 'number' || got === undefined)) return
  const expected = 'must be a statistic, a metric with a single number, or a Beta or Gaussian'
  throw new InvalidOptionError(who, 'rewardObj', expected, value)
}

/** The same where a reward must be one number, and any number will do. */
export function checkNumeric(who: string, value: unknown): void {
  if (value instanceof Univariate || value instanceof proba.Gaussian) return
  const expected = 'must be a statistic of numbers or a Gaussian here'
  throw new InvalidOptionError(who, 'rewardObj', expected, value)
}

/** How good rewards are: a number that is higher for a better arm. */
export function worth(reward: Reward): number {
  if (typeof reward.get !== 'function') return Number(reward.mode)
  const value = reward.get()
  if (typeof value !== 'number' || Number.isNaN(value)) {
    return reward instanceof Metric ? 0 : -Infinity
  }
  return reward.biggerIsBetter === false ? -value : value
}

/** Throws unless rewards that were restored are of the kind that was asked for. */
export function isLike(reward: unknown, pattern: Reward): reward is Reward & Configured {
  if (typeof reward !== 'object' || reward === null) return false
  return Object.getPrototypeOf(reward) === Object.getPrototypeOf(pattern)
}

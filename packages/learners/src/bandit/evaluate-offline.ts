import { type Features, InvalidInputError, stats, type Univariate } from '@coelho/core'
import type { ArmId } from './arm-table.js'
import { ContextualPolicy } from './contextual-policy.js'
import { numberOf, Policy } from './policy.js'

/** One entry of a log: the arms there were, the context, the arm that was pulled, its reward. */
export type LoggedPull = readonly [
  arms: readonly ArmId[],
  context: Features,
  arm: ArmId,
  reward: number,
]

export interface EvaluateOfflineOptions {
  /** What is to be judged; it learns. */
  readonly policy: Policy | ContextualPolicy
  /** What was logged while arms were pulled at random. */
  readonly history: Iterable<LoggedPull>
  /** What takes in the rewards; unless given `stats.Sum()`. */
  readonly rewardStat?: Univariate
}

/**
 * Judges a policy by a log: an entry counts, and is learned, where the policy would have pulled
 * the arm that was pulled. Returns the statistic of the rewards, and how many the policy has had.
 *
 * @example
 * const policy = new UCB({ delta: 1, seed: 42 })
 * const arms = ['a', 'b']
 * const history = Array.from({ length: 50 }, (_, i) => [arms, {}, arms[i % 2], 1] as const)
 * const [reward, n] = evaluateOffline({ policy, history })
 * reward.get() === n // => true
 */
export function evaluateOffline(
  options: EvaluateOfflineOptions,
): [rewardStat: Univariate, n: number] {
  const {
    policy,
    history,
    rewardStat = new stats.Sum(),
  } = Object(options) as EvaluateOfflineOptions
  if (!(policy instanceof Policy || policy instanceof ContextualPolicy)) {
    throw new InvalidInputError('evaluateOffline', 'the policy must be one of bandit', policy)
  }
  if (typeof Object(history)[Symbol.iterator] !== 'function') {
    throw new InvalidInputError('evaluateOffline', 'the history must be iterable', history)
  }
  for (const [arms, context, logged, given] of history) {
    const reward = numberOf('evaluateOffline', given)
    const isContextual = policy instanceof ContextualPolicy
    const arm = isContextual ? policy.pull(arms, context) : policy.pull(arms)
    if (arm !== logged) continue
    if (isContextual) policy.update(arm, context, reward)
    else policy.update(arm, reward)
    rewardStat.update(reward)
  }
  return [rewardStat, policy.n]
}

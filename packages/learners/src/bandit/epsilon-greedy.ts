import { math, type Rules } from '@coelho/core'
import type { ArmId } from './arm-table.js'
import { POLICY, POLICY_PARTS, Policy, type PolicyOptions } from './policy.js'
import { worth } from './reward.js'

export interface EpsilonGreedyOptions extends PolicyOptions {
  /** The share of pulls for which an arm is drawn. */
  readonly epsilon: number
  /** How fast that share falls: after n rewards it is times exp(-n decay). */
  readonly decay: number
}

/**
 * Pulls the arm with the best rewards so far, but now and then one that is drawn.
 *
 * Of a distribution the mode counts; of a metric of which less is better, the least. Draws: one
 * number for each pull, and one `choice` if an arm is drawn.
 *
 * @example
 * const policy = new EpsilonGreedy({ epsilon: 0.1, seed: 42 })
 * for (let i = 0; i < 100; i++) {
 *   const arm = policy.pull(['red', 'blue'])
 *   policy.update(arm, arm === 'blue' ? 1 : 0)
 * }
 * policy.ranking // => ['blue', 'red']
 */
export class EpsilonGreedy extends Policy<EpsilonGreedyOptions> {
  static override readonly id = 'bandit.EpsilonGreedy'
  static override readonly rules: Rules<EpsilonGreedyOptions> = {
    epsilon: { kind: 'number', atLeast: 0, atMost: 1 },
    decay: { kind: 'number', default: 0, atLeast: 0 },
    ...POLICY,
  }
  static readonly parts: readonly unknown[] = POLICY_PARTS

  /** The share of pulls for which an arm is drawn now. */
  get currentEpsilon(): number {
    const { epsilon, decay } = this.options
    return decay > 0 ? epsilon * math.exp(-this.n * decay) : epsilon
  }

  protected override choose(arms: readonly ArmId[]): ArmId {
    if (this.rng.random() < this.currentEpsilon) return this.rng.choice(arms)
    let best = 0
    let highest = worth(this.rewardOf(arms[0]))
    for (let i = 1; i < arms.length; i++) {
      const value = worth(this.rewardOf(arms[i]))
      if (!(value > highest)) continue
      best = i
      highest = value
    }
    return arms[best]
  }
}

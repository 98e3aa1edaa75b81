import { growFloats, math, type Rules } from '@coelho/core'
import type { ArmId } from './arm-table.js'
import { highest } from './highest.js'
import {
  POLICY,
  POLICY_PARTS,
  Policy,
  type PolicyOptions,
  SCALER,
  type ScalingOptions,
} from './policy.js'
import { isDistribution, worth } from './reward.js'

export interface UCBOptions extends PolicyOptions, ScalingOptions {
  /** How much is hoped for: the bonus of an arm that was pulled seldom is times this. */
  readonly delta: number
}

/**
 * Pulls the arm whose rewards could be the best: their value so far, and delta times
 * √(2 ln n / nₐ) for nₐ of n rewards. One that had none goes first.
 *
 * River: of a distribution the mode counts, without a bonus. Draws: one `choice` among arms that
 * tie.
 *
 * @example
 * const policy = new UCB({ delta: 1, seed: 42 })
 * for (let i = 0; i < 100; i++) {
 *   const arm = policy.pull(['red', 'blue'])
 *   policy.update(arm, arm === 'blue' ? 1 : 0)
 * }
 * policy.ranking // => ['blue', 'red']
 */
export class UCB extends Policy<UCBOptions> {
  static override readonly id = 'bandit.UCB'
  static override readonly rules: Rules<UCBOptions> = {
    delta: { kind: 'number', atLeast: 0 },
    ...POLICY,
    ...SCALER,
  }
  static readonly parts: readonly unknown[] = POLICY_PARTS

  private bounds: Float64Array = new Float64Array(8)

  protected override choose(list: readonly ArmId[]): ArmId {
    const { table, rewards, counts, n } = this.arms
    const { delta } = this.options
    const spread = n > 0 ? 2 * math.log(n) : 0
    const plain = isDistribution(this.pattern)
    this.bounds = growFloats(this.bounds, list.length)
    const { bounds } = this
    for (let i = 0; i < list.length; i++) {
      const place = table.find(list[i])
      if (place < 0) bounds[i] = Infinity
      else {
        const bonus = plain ? 0 : delta * Math.sqrt(spread / counts[place])
        bounds[i] = worth(rewards[place]) + bonus
      }
    }
    return highest(list, bounds, this.rng)
  }
}

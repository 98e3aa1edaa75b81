import { InvalidOptionError, proba, type Rules } from '@coelho/core'
import type { ArmId } from './arm-table.js'
import { POLICY, POLICY_PARTS, Policy, type PolicyOptions } from './policy.js'
import { isDistribution, type Reward } from './reward.js'

export interface ThompsonSamplingOptions extends PolicyOptions {
  /** The distribution of rewards: a `proba.Beta` or `proba.Gaussian`; null: `proba.Beta()`. */
  readonly rewardObj: proba.Beta | proba.Gaussian | null
}

/**
 * Draws a reward from what is known of each arm, and pulls the one for which it is the highest.
 *
 * Draws: a seed for each arm that it meets; the samples come from generators of the arms.
 *
 * @example
 * const policy = new ThompsonSampling({ rewardObj: new proba.Beta(), seed: 42 })
 * for (let i = 0; i < 100; i++) {
 *   const arm = policy.pull(['red', 'blue'])
 *   policy.update(arm, arm === 'blue')
 * }
 * policy.ranking // => ['blue', 'red']
 */
export class ThompsonSampling extends Policy<ThompsonSamplingOptions> {
  static override readonly id = 'bandit.ThompsonSampling'
  static override readonly rules: Rules<ThompsonSamplingOptions> = POLICY
  static readonly parts: readonly unknown[] = [...POLICY_PARTS, proba.Beta, proba.Gaussian]

  constructor(given: Readonly<Partial<ThompsonSamplingOptions>> = {}) {
    super(given, new proba.Beta({ seed: 0 }))
    if (isDistribution(this.pattern)) return
    const expected = 'must be a proba.Beta or proba.Gaussian (or null)'
    throw new InvalidOptionError(this.who, 'rewardObj', expected, this.pattern)
  }

  override get takesMetrics(): boolean {
    return false
  }

  protected override fresh(): Reward {
    const pattern = this.pattern as proba.Beta
    const Distribution = pattern.constructor as new (options: object) => Reward
    return new Distribution({ ...pattern.options, seed: this.rng.randint(0, 2 ** 32) })
  }

  protected override choose(arms: readonly ArmId[]): ArmId {
    let best = arms[0]
    let highest = (this.rewardOf(best) as proba.Beta).sample()
    for (let i = 1; i < arms.length; i++) {
      const sample = (this.rewardOf(arms[i]) as proba.Beta).sample()
      if (!(sample > highest)) continue
      best = arms[i]
      highest = sample
    }
    return best
  }
}

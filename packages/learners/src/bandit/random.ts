import type { Rules } from '@coelho/core'
import type { ArmId } from './arm-table.js'
import { POLICY, POLICY_PARTS, Policy, type PolicyOptions } from './policy.js'

/**
 * Pulls any arm: what other policies are measured against.
 *
 * With `burnIn` River fails. Draws: one `choice` for each pull.
 *
 * @example
 * const policy = new RandomPolicy({ seed: 42 })
 * policy.pull(['red', 'green', 'blue']) // => 'blue'
 */
export class RandomPolicy extends Policy {
  static override readonly id = 'bandit.RandomPolicy'
  static override readonly rules: Rules<PolicyOptions> = POLICY
  static readonly parts: readonly unknown[] = POLICY_PARTS

  protected override choose(arms: readonly ArmId[]): ArmId {
    return this.rng.choice(arms)
  }
}

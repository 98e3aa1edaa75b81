import { betaCdf, growFloats, InvalidInputError, type Rules, SnapshotError } from '@coelho/core'
import { type ArmId, ArmTable, checkArm } from './arm-table.js'
import { betaQuantile } from './beta-quantile.js'
import { highest } from './highest.js'
import { POLICY, POLICY_PARTS, Policy, type PolicyOptions } from './policy.js'

/** More than what rounding may do to a probability. */
const SLACK = 1e-10

/**
 * Pulls the arm whose probability of a success could be the highest: after n rewards the quantile
 * 1 - 1 / (n + 1) of what can be said about it. Rewards are 1 and 0, or true and false.
 *
 * River takes any other reward but 0 for a success; here it is refused. With `burnIn` River
 * fails. Draws: one `choice` for each pull, among the arms that tie.
 *
 * @example
 * const policy = new BayesUCB({ seed: 42 })
 * for (let i = 0; i < 100; i++) {
 *   const arm = policy.pull(['red', 'blue'])
 *   policy.update(arm, arm === 'blue' ? 1 : 0)
 * }
 * policy.ranking // => ['blue', 'red']
 */
export class BayesUCB extends Policy {
  static override readonly id = 'bandit.BayesUCB'
  static override readonly rules: Rules<PolicyOptions> = POLICY
  static override readonly state: readonly string[] = ['judged', 'successes', 'failures']
  static readonly parts: readonly unknown[] = [...POLICY_PARTS, ArmTable]

  /** The arms that had a reward. */
  private readonly judged: ArmTable = new ArmTable()
  private readonly successes: number[] = []
  private readonly failures: number[] = []
  private bounds: Float64Array = new Float64Array(8)
  /** What was pulled last: likely to be the highest again. */
  private last: ArmId = ''

  override get takesMetrics(): boolean {
    return false
  }

  protected override choose(arms: readonly ArmId[]): ArmId {
    this.bounds = growFloats(this.bounds, arms.length)
    const { bounds } = this
    // A quantile takes long: it is only asked for where it may be the highest.
    const first = Math.max(0, arms.indexOf(this.last))
    let most = this.computeIndex(arms[first])
    bounds[first] = most
    for (let i = 0; i < arms.length; i++) {
      if (i === first) continue
      bounds[i] = this.mayReach(arms[i], most) ? this.computeIndex(arms[i]) : -1
      if (bounds[i] > most) most = bounds[i]
    }
    this.last = highest(arms, bounds, this.rng, true)
    return this.last
  }

  /** False if the index of an arm is below a number for sure. */
  private mayReach(arm: ArmId, index: number): boolean {
    const place = this.judged.find(arm)
    const p = 1 - 1 / (this.n + 1)
    if (place < 0) return true
    return betaCdf(1 + this.successes[place], 1 + this.failures[place], index) <= p + SLACK
  }

  /** The probability of a success of which the arm is thought capable. */
  computeIndex(arm: ArmId): number {
    const place = this.judged.find(arm)
    const p = 1 - 1 / (this.n + 1)
    return place < 0 ? p : betaQuantile(1 + this.successes[place], 1 + this.failures[place], p)
  }

  override update(arm: ArmId, reward: unknown, more?: unknown, options?: unknown): void {
    checkArm(this.who, arm)
    if (typeof reward !== 'boolean' && reward !== 0 && reward !== 1) {
      throw new InvalidInputError(this.who, 'the reward must be 0 or 1 (or a boolean)', reward)
    }
    super.update(arm, Number(reward), more, options)
    let place = this.judged.find(arm)
    if (place < 0) {
      place = this.judged.add(arm)
      this.successes.push(0)
      this.failures.push(0)
    }
    if (reward) this.successes[place] += 1
    else this.failures[place] += 1
  }

  override checkState(): void {
    super.checkState()
    const { judged, successes, failures } = this
    const fits = successes.length === judged.size && failures.length === judged.size
    const counts = [...successes, ...failures]
    if (fits && counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return
    throw new SnapshotError('BayesUCB must have counts of successes and failures for each arm')
  }
}

import { growFloats, math, type Rules, SnapshotError } from '@coelho/core'
import { type ArmId, ArmTable, checkArm } from './arm-table.js'
import {
  numberOf,
  POLICY,
  POLICY_PARTS,
  Policy,
  type PolicyOptions,
  SCALER,
  type ScalingOptions,
} from './policy.js'

export interface Exp3Options extends PolicyOptions, ScalingOptions {
  /** The share of pulls for which all arms are alike. */
  readonly gamma: number
}

/** Beyond these all weights are divided by one number, which changes none of their shares. */
const LARGE = 2 ** 500
const MOST = 600

/**
 * Draws arms by weights that grow by the exponential of what they brought: for rewards from 0 to 1
 * that somebody may choose to mislead.
 *
 * River: the weights follow the reward as it came, not as it was scaled. A reward of an arm that
 * the last pull did not draw from, as while burning in, leaves the weights as they are; River
 * fails then. Draws: one number for each pull.
 *
 * @example
 * const policy = new Exp3({ gamma: 0.3, seed: 42 })
 * for (let i = 0; i < 100; i++) {
 *   const arm = policy.pull(['red', 'blue'])
 *   policy.update(arm, arm === 'blue' ? 1 : 0)
 * }
 * policy.ranking // => ['blue', 'red']
 */
export class Exp3 extends Policy<Exp3Options> {
  static override readonly id = 'bandit.Exp3'
  static override readonly rules: Rules<Exp3Options> = {
    gamma: { kind: 'number', atLeast: 0, atMost: 1 },
    ...POLICY,
    ...SCALER,
  }
  static override readonly state: readonly string[] = ['drawn', 'weights', 'chances']
  static readonly parts: readonly unknown[] = [...POLICY_PARTS, ArmTable]

  /** The arms that could be drawn. */
  private readonly drawn: ArmTable = new ArmTable()
  private readonly weights: number[] = []
  /** What was the probability of each at the last pull; 0 if it could not be drawn. */
  private readonly chances: number[] = []
  private sums: Float64Array = new Float64Array(8)

  override get takesMetrics(): boolean {
    return false
  }

  protected override choose(arms: readonly ArmId[]): ArmId {
    const { drawn, weights, chances } = this
    const { gamma } = this.options
    const { length } = arms
    let total = 0
    for (let i = 0; i < length; i++) total += weights[this.placeOf(arms[i])]
    chances.fill(0)
    this.sums = growFloats(this.sums, length)
    const { sums } = this
    let sum = 0
    for (let i = 0; i < length; i++) {
      const place = drawn.find(arms[i])
      const chance = (1 - gamma) * (weights[place] / total) + gamma / length
      chances[place] = chance
      sum += chance
      sums[i] = sum
    }
    const at = this.rng.random() * sum // as `choices` draws
    let chosen = 0
    while (chosen < length - 1 && sums[chosen] <= at) chosen++
    return arms[chosen]
  }

  private placeOf(arm: ArmId): number {
    const known = this.drawn.find(arm)
    if (known >= 0) return known
    this.weights.push(1)
    this.chances.push(0)
    return this.drawn.add(arm)
  }

  override update(arm: ArmId, reward: unknown, more?: unknown, options?: unknown): void {
    checkArm(this.who, arm)
    const value = numberOf(this.who, reward)
    super.update(arm, reward, more, options)
    const place = this.drawn.find(arm)
    if (place < 0 || this.chances[place] === 0) return
    const { weights } = this
    const gain = (this.options.gamma * (value / this.chances[place])) / weights.length
    weights[place] *= math.exp(Math.max(-MOST, Math.min(MOST, gain)))
    this.balance()
  }

  /** Keeps the highest weight within what numbers can be; a power of two changes no digit. */
  private balance(): void {
    const { weights } = this
    let most = 0
    for (let place = 0; place < weights.length; place++) most = Math.max(most, weights[place])
    if (most < LARGE && most > 1 / LARGE) return
    const factor = 2 ** -Math.floor(Math.log2(most))
    for (let place = 0; place < weights.length; place++) weights[place] *= factor
  }

  override checkState(): void {
    super.checkState()
    const { drawn, weights, chances } = this
    const fits = weights.length === drawn.size && chances.length === drawn.size
    const sound =
      weights.every((w) => w >= 0 && w <= LARGE) && chances.every((p) => p >= 0 && p <= 2)
    const live = drawn.size === 0 || weights.some((weight) => weight >= 1 / LARGE)
    if (fits && sound && live) return
    throw new SnapshotError('Exp3 must have a weight from 0 for each arm')
  }
}

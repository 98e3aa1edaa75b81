import { type Features, growFloats, type Rules, SnapshotError } from '@coelho/core'
import { BayesianLinearRegression } from '../linear-model/bayesian.js'
import { type ArmId, ArmTable } from './arm-table.js'
import { ContextualPolicy } from './contextual-policy.js'
import { highest } from './highest.js'
import { POLICY, POLICY_PARTS, type PolicyOptions } from './policy.js'

export interface LinUCBDisjointOptions extends PolicyOptions {
  /** The precision of the weights before anything was learned. */
  readonly alpha: number
  /** The precision of the rewards. */
  readonly beta: number
  /** How much of what was learned is kept at each reward; null: all. */
  readonly smoothing: number | null
}

/**
 * Learns for each arm a Bayesian linear regression of its reward on the context, and pulls the arm
 * of which the mean and one standard deviation come highest. Contexts are numbers by name.
 *
 * With `burnIn` River fails. Draws: one `choice` among arms that tie.
 *
 * @example
 * const policy = new LinUCBDisjoint({ seed: 42 })
 * for (let i = 0; i < 100; i++) {
 *   const context = { one: 1, evening: i % 2 }
 *   const arm = policy.pull(['news', 'film'], context)
 *   policy.update(arm, context, (arm === 'film') === (i % 2 === 1))
 * }
 * policy.pull(['news', 'film'], { one: 1, evening: 1 }) // => 'film'
 */
export class LinUCBDisjoint extends ContextualPolicy<LinUCBDisjointOptions> {
  static override readonly id = 'bandit.LinUCBDisjoint'
  static override readonly rules: Rules<LinUCBDisjointOptions> = {
    alpha: { kind: 'number', default: 1, above: 0 },
    beta: { kind: 'number', default: 1, above: 0 },
    smoothing: { kind: 'number', default: null, nullable: true, above: 0, below: 1 },
    ...POLICY,
  }
  static override readonly state: readonly string[] = ['met', 'models']
  static readonly parts: readonly unknown[] = [...POLICY_PARTS, ArmTable, BayesianLinearRegression]

  /** The arms that have a model. */
  private readonly met: ArmTable = new ArmTable()
  private readonly models: BayesianLinearRegression[] = []
  private bounds: Float64Array = new Float64Array(8)

  protected override choose(arms: readonly ArmId[], context: Features): ArmId {
    this.bounds = growFloats(this.bounds, arms.length)
    for (let i = 0; i < arms.length; i++) {
      this.bounds[i] = this.modelOf(arms[i]).predictBound(context)
    }
    return highest(arms, this.bounds, this.rng)
  }

  protected override learn(arm: ArmId, context: Features, reward: number): void {
    const known = this.met.find(arm)
    const model = known < 0 ? this.fresh() : this.models[known]
    model.learnOne(context, reward)
    if (known < 0) this.add(arm, model)
  }

  private modelOf(arm: ArmId): BayesianLinearRegression {
    const place = this.met.find(arm)
    return place < 0 ? this.add(arm, this.fresh()) : this.models[place]
  }

  private add(arm: ArmId, model: BayesianLinearRegression): BayesianLinearRegression {
    this.met.add(arm)
    this.models.push(model)
    return model
  }

  private fresh(): BayesianLinearRegression {
    const { alpha, beta, smoothing } = this.options
    return new BayesianLinearRegression({ alpha, beta, smoothing })
  }

  override checkState(): void {
    super.checkState()
    const { met, models, options } = this
    const alike = models.every(
      (model) =>
        model instanceof BayesianLinearRegression &&
        model.options.alpha === options.alpha &&
        model.options.beta === options.beta &&
        model.options.smoothing === options.smoothing,
    )
    if (alike && models.length === met.size && new Set(models).size === met.size) return
    throw new SnapshotError('LinUCBDisjoint must have a model of its own for each arm')
  }
}

import { AnomalyDetector, checkFrame, type Frame, type Row, type Rules } from '@coelho/core'
import { Glm, type GlmSummary } from '../linear-model/glm.js'
import { type GlmOptions, glmRules, setUpGlm } from '../linear-model/glm-options.js'
import { Hinge } from '../optim/losses/hinge.js'
import { rateAt } from '../optim/rate.js'

export interface OneClassSVMOptions
  extends Pick<GlmOptions, 'optimizer' | 'interceptLr' | 'clipGradient' | 'initializer'> {
  /** About the share of events that are taken for anomalies. */
  readonly nu: number
}

/**
 * A support vector machine that learns where events lie, by gradient descent: a sum of weighted
 * features that is larger than most is unusual. Features should be scaled; an `RBFSampler` before
 * it lets it see more than a line, and a `QuantileFilter` around it tells which scores are high.
 *
 * @example
 * const model = new anomaly.OneClassSVM({ nu: 0.2 })
 * for (const x of [1, 1.2, 0.9]) model.learnOne({ x })
 * model.scoreOne({ x: 1 }).toFixed(6) // => '0.009980'
 */
export class OneClassSVM extends AnomalyDetector<OneClassSVMOptions> {
  static override readonly id = 'anomaly.OneClassSVM'
  static override readonly rules: Rules<OneClassSVMOptions> = {
    nu: { kind: 'number', default: 0.1, atLeast: 0 },
    optimizer: glmRules.optimizer,
    interceptLr: glmRules.interceptLr,
    clipGradient: glmRules.clipGradient,
    initializer: glmRules.initializer,
  }
  static override readonly state: readonly string[] = ['glm']
  static readonly parts: readonly unknown[] = [Glm]

  private readonly glm: Glm = new Glm(
    setUpGlm(
      this.who,
      { ...this.options, l1: 0, l2: this.options.nu / 2, interceptInit: 1 },
      new Hinge(),
    ),
  )

  learnRow(row: Row, weight: number): void {
    const rise = this.rise()
    this.glm.learn(row, 1, weight)
    this.glm.intercept -= rise
  }

  /** What each step takes from the intercept besides the gradient. */
  private rise(): number {
    const { nu, interceptLr } = this.options
    return rateAt(interceptLr, this.glm.optimizer.nIterations) * nu
  }

  scoreRow(row: Row): number {
    return this.glm.raw(row) - this.glm.intercept
  }

  override get mayRefuse(): boolean {
    return this.glm.optimizer.mostWeights < Infinity
  }

  override admitRow(row: Row): void {
    this.glm.optimizer.checkRoom(row.width)
  }

  /** One step along the mean gradient of all rows: River's `learn_many`. */
  learnMiniBatch(frame: Frame): void {
    checkFrame(this.who, frame)
    if (frame.length === 0) return
    const rows = this.rowsToLearn(frame)
    const rise = this.rise()
    this.glm.learnBatch(rows, frame.length, new Float64Array(frame.length).fill(1))
    this.glm.intercept -= rise
  }

  /** The weights by feature name. */
  get weights(): Map<string, number> {
    return this.glm.named(this.schema)
  }

  get intercept(): number {
    return this.glm.intercept
  }

  /** What it has learned. */
  get summary(): GlmSummary {
    return this.glm.summary(this.schema)
  }
}

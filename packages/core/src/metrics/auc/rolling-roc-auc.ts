import { checkLengths, Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { Label } from '../../data/labels.js'
import type { Rules } from '../../options/rules.js'
import { percent } from '../parts/decimal.js'
import { checkPosVal, positiveOf, type Scored, scoreOf } from '../probability/positive.js'
import { refuseWeight } from './refuse-weight.js'
import { ScoreWindow } from './score-window.js'

export interface RollingROCAUCOptions {
  /** Of how many predictions, the last ones. */
  readonly windowSize: number
  /** The positive class: a prediction that is one number is its score. */
  readonly posVal: Label
}

/**
 * The area under the ROC curve of the last predictions, exact: the share of pairs in which the one
 * of the positive class has the higher score. It is 0 while there is only one class. Scores may be
 * of any size. Equal scores count half, as with River: the positives among equals are halved and
 * rounded down.
 *
 * @example
 * const metric = new metrics.RollingROCAUC({ windowSize: 3 })
 * metric.updateMany([true, false, true, false], [0.1, 0.3, 0.8, 0.5])
 * metric.get() // => 1
 */
export class RollingROCAUC extends Metric<Label, Scored, RollingROCAUCOptions> {
  static override readonly id: string = 'metrics.RollingROCAUC'
  static override readonly rules: Rules<RollingROCAUCOptions> = {
    windowSize: { kind: 'integer', default: 1000, atLeast: 1, atMost: 16_777_216 },
    posVal: { kind: 'any', default: true },
  }
  static override readonly state: readonly string[] = ['window']
  static readonly parts: readonly unknown[] = [ScoreWindow]

  private readonly window: ScoreWindow = new ScoreWindow()

  constructor(given: Readonly<Partial<RollingROCAUCOptions>> = {}) {
    super(given)
    checkPosVal(this)
  }

  override get requiresLabels(): boolean {
    return false
  }

  get windowSize(): number {
    return this.options.windowSize
  }

  /** How many predictions are in the window. */
  get length(): number {
    return this.window.count
  }

  update(yTrue: Label, yPred: Scored, options?: object): void {
    refuseWeight(this, options)
    const positive = positiveOf(this, yTrue)
    this.window.push(scoreOf(this, yPred), positive, this.options.windowSize)
  }

  /** Takes back an update: the oldest one like it, if it is still in the window. */
  revert(yTrue: Label, yPred: Scored, options?: object): void {
    refuseWeight(this, options)
    const positive = positiveOf(this, yTrue)
    this.window.take(scoreOf(this, yPred), positive)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Scored>,
    options?: UpdateManyOptions,
  ): void {
    refuseWeight(this, options)
    checkLengths(this.who, yTrue, yPred, undefined)
    for (let i = 0; i < yTrue.length; i++) this.check(yTrue[i], yPred[i])
    for (let i = 0; i < yTrue.length; i++) this.update(yTrue[i], yPred[i])
  }

  get(): number {
    return this.window.rocArea()
  }

  protected override check(yTrue: Label, yPred: Scored): void {
    positiveOf(this, yTrue)
    scoreOf(this, yPred)
  }

  protected override format(value: number): string {
    return percent(value)
  }

  checkState(): void {
    this.window.checkSize(this.options.windowSize)
  }
}

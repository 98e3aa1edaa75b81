import { checkLengths, Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { Label } from '../../data/labels.js'
import type { Rules } from '../../options/rules.js'
import { percent } from '../parts/decimal.js'
import { checkPosVal, positiveOf, type Scored, scoreOf } from '../probability/positive.js'
import { refuseWeight } from './refuse-weight.js'
import { ScoreWindow } from './score-window.js'

export interface RollingAreaOptions {
  /** Of how many predictions, the last ones. */
  readonly windowSize: number
  /** The positive class: a prediction that is one number is its score. */
  readonly posVal: Label
}

/** An area under a curve of the last scores: a metric says under which. */
export abstract class RollingArea extends Metric<Label, Scored, RollingAreaOptions> {
  static override readonly id: string = 'metrics.base.RollingArea'
  static override readonly rules: Rules<RollingAreaOptions> = {
    windowSize: { kind: 'integer', default: 1000, atLeast: 1, atMost: 16_777_216 },
    posVal: { kind: 'any', default: true },
  }
  static override readonly state: readonly string[] = ['window']
  static readonly parts: readonly unknown[] = [ScoreWindow]

  protected readonly window: ScoreWindow = new ScoreWindow()

  constructor(given: Readonly<Partial<RollingAreaOptions>> = {}) {
    super(given)
    checkPosVal(this)
  }

  override get judgesNumbers(): boolean {
    return false
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

import { checkLengths, Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import type { Condensed } from '../../utils/condensed.js'
import { checkMerged, weightOf } from '../parts/checks.js'
import { percent } from '../parts/decimal.js'
import { checkPosVal, positiveOf, type Scored, scoreOf } from '../probability/positive.js'

export interface ROCAUCOptions {
  /** At how many thresholds between 0 and 1 the curve is known; more are more exact. */
  readonly nThresholds: number
  /** The positive class: a prediction that is one number is its probability. */
  readonly posVal: Label
}

/** What is left of a weight below this share of it is an error of rounding: nothing. */
const ROUNDING = 1e-12

/**
 * The area under the ROC curve, approximated with thresholds in equal distances: the probability
 * that one of the positive class gets the higher score. It is 0 until both classes came.
 * `RollingROCAUC` is exact over a window, and takes scores of any size.
 *
 * @example
 * const metric = new metrics.ROCAUC({ nThresholds: 20 })
 * metric.update(true, 0.8)
 * metric.update(false, 0.3)
 * metric.update(true, new Map([[true, 0.6], [false, 0.4]]))
 * metric.get() // => 1
 */
export class ROCAUC extends Metric<Label, Scored, ROCAUCOptions> implements Condensed {
  static override readonly id: string = 'metrics.ROCAUC'
  static override readonly rules: Rules<ROCAUCOptions> = {
    nThresholds: { kind: 'integer', default: 10, atLeast: 2, atMost: 16_777_216 },
    posVal: { kind: 'any', default: true },
  }
  static override readonly state: readonly string[] = ['weights']

  /** For windows: the cell, the weight. */
  readonly termCount: number = 2
  private readonly thresholds: Float64Array
  // Of each bin, which is named by how many thresholds lie below its scores: the weight of the
  // negatives, the weight of the positives.
  private readonly weights: Float64Array
  private readonly terms: Float64Array = new Float64Array(2)

  constructor(given: Readonly<Partial<ROCAUCOptions>> = {}) {
    super(given)
    checkPosVal(this)
    const { nThresholds } = this.options
    this.thresholds = thresholds(nThresholds)
    this.weights = new Float64Array(2 * (nThresholds + 1))
  }

  override get judgesNumbers(): boolean {
    return false
  }

  override get requiresLabels(): boolean {
    return false
  }

  /** For windows. */
  get condensed(): Condensed {
    return this
  }

  update(yTrue: Label, yPred: Scored, options?: UpdateOptions): void {
    this.measure(this.terms, yTrue, yPred, options)
    this.add(this.terms)
  }

  /** Takes back an update. */
  revert(yTrue: Label, yPred: Scored, options?: UpdateOptions): void {
    this.measure(this.terms, yTrue, yPred, options)
    this.take(this.terms)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Scored>,
    options?: UpdateManyOptions,
  ): void {
    const weights = checkLengths(this.who, yTrue, yPred, options)
    for (let i = 0; i < yTrue.length; i++) this.cellOf(yTrue[i], yPred[i])
    for (let i = 0; i < yTrue.length; i++) {
      this.weights[this.cellOf(yTrue[i], yPred[i])] += weights ? weights[i] : 1
    }
  }

  /** Adds what another one has judged; it must have the same thresholds and positive class. */
  merge(other: ROCAUC): void {
    checkMerged(this, this, other)
    const { nThresholds, posVal } = this.options
    if (other.options.nThresholds !== nThresholds || other.options.posVal !== posVal) {
      const expected = 'what is merged must have the same nThresholds and posVal'
      throw new InvalidInputError(this.who, expected, other)
    }
    for (let i = 0; i < this.weights.length; i++) this.weights[i] += other.weights[i]
  }

  get(): number {
    const { weights } = this
    let positives = 0
    let negatives = 0
    for (let cell = 0; cell < weights.length; cell += 2) {
      negatives += weights[cell]
      positives += weights[cell + 1]
    }
    if (positives === 0 || negatives === 0) return 0
    // From the highest threshold down: what lies above it, as points of a curve.
    const perPositive = 1 / positives
    const perNegative = 1 / negatives
    let area = 0
    let above = weights[weights.length - 1]
    for (let cell = weights.length - 4; cell >= 2; cell -= 2) {
      const right = (above + weights[cell + 1] / 2) * perPositive
      area += weights[cell] * perNegative * right
      above += weights[cell + 1]
    }
    return area
  }

  measure(terms: Float64Array, yTrue: unknown, yPred: unknown, options: unknown): void {
    const w = weightOf(this, options as UpdateOptions | undefined)
    terms[0] = this.cellOf(yTrue, yPred)
    terms[1] = w
  }

  add(terms: Float64Array): void {
    this.weights[terms[0]] += terms[1]
  }

  take(terms: Float64Array): void {
    const { weights } = this
    const cell = terms[0]
    const w = terms[1]
    const left = weights[cell] - w
    if (left < -ROUNDING * w) {
      throw new InvalidInputError(this.who, 'what is reverted must have been given before', w)
    }
    weights[cell] = left > ROUNDING * w ? left : 0
  }

  protected override check(yTrue: Label, yPred: Scored): void {
    this.cellOf(yTrue, yPred)
  }

  protected override format(value: number): string {
    return percent(value)
  }

  private cellOf(yTrue: unknown, yPred: unknown): number {
    const positive = positiveOf(this, yTrue)
    const score = scoreOf(this, yPred)
    const { thresholds } = this
    const last = thresholds.length - 1
    // About there; how many thresholds are below is then told by the thresholds themselves.
    let bin = score > 0 ? (score < 1 ? Math.floor(score * last) : last) : 0
    while (bin <= last && score > thresholds[bin]) bin++
    while (bin > 0 && !(score > thresholds[bin - 1])) bin--
    return 2 * bin + positive
  }

  checkState(): void {
    const { weights, thresholds } = this
    const fits = weights.length === 2 * (thresholds.length + 1)
    if (fits && weights.every((w) => w >= 0 && w < Infinity)) return
    throw new SnapshotError('a ROCAUC must have a weight for each of its bins')
  }
}

/** River: the first and the last one lie outside, so that 0 and 1 are between thresholds. */
function thresholds(count: number): Float64Array {
  const all = new Float64Array(count)
  for (let i = 0; i < count; i++) all[i] = i / (count - 1)
  all[0] -= 1e-7
  all[count - 1] += 1e-7
  return all
}

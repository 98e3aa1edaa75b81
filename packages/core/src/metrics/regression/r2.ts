import { checkLengths, Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import type { Condensed } from '../../utils/condensed.js'
import { checkGiven, checkMerged, checkNumbers, weightOf } from '../parts/checks.js'
import { decimal } from '../parts/decimal.js'
import { addSums, addTo, areSums, LARGEST_TERM, multiply } from '../parts/sums.js'

/** Of the weights, of the truths, of their squares, of the squared errors. */
const WEIGHT = 0
const TRUTH = 2
const SQUARE = 4
const ERROR = 6

/** A spread that is a smaller share of the squares is an error of rounding: none. */
const ROUNDING = 1e-28
/** What a square that was taken back may leave of itself, as a share. */
const LEFT_BEHIND = 1e-30

/**
 * The share of the variance of the truths that is explained: 1 - Σ(y - p)² / Σ(y - mean)². It is
 * 0 until the weights add up to more than 1, and while all truths are the same.
 *
 * @example
 * const metric = new metrics.R2()
 * metric.update(1, 1)
 * metric.update(3, 2)
 * metric.get() // => 0.5
 */
export class R2 extends Metric<number> implements Condensed {
  static override readonly id: string = 'metrics.R2'
  static override readonly state: readonly string[] = ['sums', 'peak']

  /** For windows: the weight, the truth, the squared error. */
  readonly termCount: number = 3
  // Sums of squares leave nothing when they are taken back, and merge exactly: they are held
  // with twice the digits, so that nothing is lost when the mean is far from 0.
  private readonly sums: Float64Array = new Float64Array(8)
  /** The largest sum of squares since nothing was held: what was lost was lost beside it. */
  private peak: number = 0
  private readonly terms: Float64Array = new Float64Array(3)
  private readonly work: Float64Array = new Float64Array(9)

  override get judgesNumbers(): boolean {
    return true
  }

  /** For windows. */
  get condensed(): Condensed {
    return this
  }

  update(yTrue: number, yPred: number, options?: UpdateOptions): void {
    this.measure(this.terms, yTrue, yPred, options)
    this.add(this.terms)
  }

  /** Takes back an update. */
  revert(yTrue: number, yPred: number, options?: UpdateOptions): void {
    this.measure(this.terms, yTrue, yPred, options)
    this.take(this.terms)
  }

  override updateMany(
    yTrue: ArrayLike<number>,
    yPred: ArrayLike<number>,
    options?: UpdateManyOptions,
  ): void {
    const { terms } = this
    const weights = checkLengths(this.who, yTrue, yPred, options)
    for (let i = 0; i < yTrue.length; i++) this.measureAt(yTrue, yPred, i, weights)
    for (let i = 0; i < yTrue.length; i++) {
      this.measureAt(yTrue, yPred, i, weights)
      this.add(terms)
    }
  }

  /** Adds what another one has judged. */
  merge(other: R2): void {
    checkMerged(this, this, other)
    addSums(this.sums, other.sums)
    this.peak = Math.max(this.peak + other.peak, this.sums[SQUARE])
  }

  get(): number {
    const { sums } = this
    const spread = this.spread()
    return sums[WEIGHT] > 1 && spread > 0 ? 1 - sums[ERROR] / spread : 0
  }

  measure(terms: Float64Array, yTrue: unknown, yPred: unknown, options: unknown): void {
    const w = weightOf(this, options as UpdateOptions | undefined)
    checkNumbers(this, yTrue, yPred)
    const error = (yTrue as number) - (yPred as number)
    terms[0] = w
    terms[1] = yTrue as number
    terms[2] = error * error
    this.checkTerms(terms)
  }

  add(terms: Float64Array): void {
    this.count(terms, 1)
  }

  take(terms: Float64Array): void {
    const { sums } = this
    const left = sums[WEIGHT] - terms[0]
    checkGiven(this, left, terms[0])
    this.count(terms, -1)
    if (left <= 1e-12 * terms[0]) {
      sums.fill(0)
      this.peak = 0
      return
    }
    if (sums[SQUARE] < 0) sums.fill(0, SQUARE, ERROR) // the last bit of nothing
    if (sums[ERROR] < 0) sums.fill(0, ERROR)
  }

  protected override check(yTrue: number, yPred: number): void {
    this.measure(this.terms, yTrue, yPred, undefined)
  }

  protected override format(value: number): string {
    return decimal(value)
  }

  private measureAt(
    yTrue: ArrayLike<number>,
    yPred: ArrayLike<number>,
    i: number,
    weights: ArrayLike<number> | undefined,
  ): void {
    const { terms } = this
    checkNumbers(this, yTrue[i], yPred[i])
    const error = yTrue[i] - yPred[i]
    terms[0] = weights ? weights[i] : 1
    terms[1] = yTrue[i]
    terms[2] = error * error
    this.checkTerms(terms)
  }

  private checkTerms(terms: Float64Array): void {
    const largest = Math.max(1, terms[0]) * Math.max(1, terms[1] * terms[1], terms[2])
    if (largest <= LARGEST_TERM) return
    const expected = `truths and errors, squared and weighted, must stay below ${LARGEST_TERM}`
    throw new InvalidInputError(this.who, expected, largest)
  }

  private count(terms: Float64Array, sign: 1 | -1): void {
    const { sums, work } = this
    work[0] = sign * terms[0]
    work[1] = terms[1]
    work[2] = work[0] * terms[2]
    addTo(sums, WEIGHT, work, 0)
    addTo(sums, ERROR, work, 2)
    multiply(work, 0, 1, 3)
    addTo(sums, TRUTH, work, 4)
    addTo(sums, TRUTH, work, 3)
    multiply(work, 1, 1, 5) // the square of the truth, and what that has rounded away
    multiply(work, 0, 6, 7)
    addTo(sums, SQUARE, work, 7)
    multiply(work, 0, 5, 7)
    addTo(sums, SQUARE, work, 8)
    addTo(sums, SQUARE, work, 7)
    if (sums[SQUARE] > this.peak) this.peak = sums[SQUARE]
  }

  /** Σw(y - mean)² = Σwy² - (Σwy)² / Σw, of which no digit may be lost before the last step. */
  private spread(): number {
    const { sums, work } = this
    const weight = sums[WEIGHT]
    const total = sums[TRUTH]
    const rest = sums[TRUTH + 1]
    const mean = total / weight
    work[0] = mean
    work[1] = weight
    work[2] = total
    multiply(work, 0, 1, 3)
    const left = total - work[3] - work[4] + rest
    const meanRest = (left - mean * sums[WEIGHT + 1]) / weight
    multiply(work, 0, 2, 5)
    const takenRest = work[6] + mean * rest + meanRest * total
    const spread = sums[SQUARE] - work[5] + (sums[SQUARE + 1] - takenRest)
    const rounding = (ROUNDING + 1e-31 * weight) * sums[SQUARE] + LEFT_BEHIND * this.peak
    return spread > rounding ? spread : 0
  }

  checkState(): void {
    const { sums, peak } = this
    const fits = areSums(sums, 8) && Number.isFinite(peak) && peak >= sums[SQUARE]
    if (fits && sums[WEIGHT] >= 0 && sums[SQUARE] >= 0 && sums[ERROR] >= 0) return
    throw new SnapshotError('the sums of R2 must be finite, those of squares at least 0')
  }
}

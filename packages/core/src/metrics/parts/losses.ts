import { checkLengths, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import type { Condensed } from '../../utils/condensed.js'
import { checkGiven, checkMerged, weightOf } from './checks.js'
import { addSums, addTo, areSums, LARGEST_TERM, takeFrom } from './sums.js'

/**
 * What the prediction at place `i` costs, written to `out[0]`; throws if it cannot be judged.
 * (From lists and to a list: a number handed from function to function may cost an object.)
 */
export type Loss = (
  metric: { readonly who: string },
  yTrue: ArrayLike<unknown>,
  yPred: ArrayLike<unknown>,
  i: number,
  out: Float64Array,
) => void

/** Weights left below this share of what was taken back are errors of rounding: nothing. */
const ROUNDING = 1e-12

const WEIGHT = 0
const LOSS = 2

/** The mean of what predictions cost, to the last bit: updates taken back leave nothing. */
export class Losses implements Condensed {
  static readonly id = 'metrics.Losses'
  static readonly state = ['sums'] as const

  readonly termCount: number = 2 // the weight, and the loss times the weight
  /** Of the weights and of the weighted losses. */
  private readonly sums: Float64Array = new Float64Array(4)
  private readonly metric: { readonly who: string }
  private readonly loss: Loss
  // The one prediction of an update as lists: numbers in the ones, all else in the others.
  private readonly truth: [unknown] = ['']
  private readonly guess: [unknown] = ['']
  private readonly truthNumber: Float64Array = new Float64Array(1)
  private readonly guessNumber: Float64Array = new Float64Array(1)
  private readonly terms: Float64Array = new Float64Array(2)

  constructor(metric: { readonly who: string }, loss: Loss) {
    this.metric = metric
    this.loss = loss
  }

  /** 0 before the first. */
  mean(): number {
    return this.sums[WEIGHT] > 0 ? this.sums[LOSS] / this.sums[WEIGHT] : 0
  }

  update(yTrue: unknown, yPred: unknown, options: UpdateOptions | undefined): void {
    this.measure(this.terms, yTrue, yPred, options)
    this.add(this.terms)
  }

  revert(yTrue: unknown, yPred: unknown, options: UpdateOptions | undefined): void {
    this.measure(this.terms, yTrue, yPred, options)
    this.take(this.terms)
  }

  updateMany(
    yTrue: ArrayLike<unknown>,
    yPred: ArrayLike<unknown>,
    options: UpdateManyOptions | undefined,
  ): void {
    const { metric, loss, terms } = this
    const weights = checkLengths(metric.who, yTrue, yPred, options)
    for (let i = 0; i < yTrue.length; i++) {
      loss(metric, yTrue, yPred, i, terms)
      weigh(metric, terms, weights, i)
    }
    for (let i = 0; i < yTrue.length; i++) {
      loss(metric, yTrue, yPred, i, terms)
      weigh(metric, terms, weights, i)
      this.add(terms)
    }
  }

  /** Throws if it cannot be judged. */
  check(yTrue: unknown, yPred: unknown): void {
    this.measure(this.terms, yTrue, yPred, undefined)
  }

  measure(terms: Float64Array, yTrue: unknown, yPred: unknown, options: unknown): void {
    const { metric } = this
    const w = weightOf(metric, options as UpdateOptions | undefined)
    const truth = typeof yTrue === 'number' ? this.truthNumber : this.truth
    const guess = typeof yPred === 'number' ? this.guessNumber : this.guess
    truth[0] = yTrue as number
    guess[0] = yPred as number
    this.loss(metric, truth, guess, 0, terms)
    const loss = terms[0]
    terms[0] = w
    terms[1] = w * loss
    checkTerms(metric, terms, loss)
  }

  add(terms: Float64Array): void {
    addTo(this.sums, WEIGHT, terms, 0)
    addTo(this.sums, LOSS, terms, 1)
  }

  take(terms: Float64Array): void {
    const { sums } = this
    const left = sums[WEIGHT] - terms[0]
    checkGiven(this.metric, left, terms[0])
    takeFrom(sums, WEIGHT, terms, 0)
    takeFrom(sums, LOSS, terms, 1)
    if (left <= ROUNDING * terms[0]) sums.fill(0)
    else if (sums[LOSS] < 0) sums.fill(0, LOSS) // the last bit of nothing
  }

  merge(owner: object, other: object, others: Losses): void {
    checkMerged(this.metric, owner, other)
    addSums(this.sums, others.sums)
  }

  checkState(): void {
    const { sums } = this
    const fits = areSums(sums, 4)
    if (fits && sums[WEIGHT] >= 0 && sums[LOSS] >= 0) return
    throw new SnapshotError('the losses of a metric must have a sum and a weight from 0')
  }
}

function weigh(
  metric: { readonly who: string },
  terms: Float64Array,
  weights: ArrayLike<number> | undefined,
  i: number,
): void {
  const loss = terms[0]
  terms[0] = weights ? weights[i] : 1
  terms[1] = terms[0] * loss
  checkTerms(metric, terms, loss)
}

function checkTerms(metric: { readonly who: string }, terms: Float64Array, loss: number): void {
  if (terms[1] <= LARGEST_TERM && terms[0] <= LARGEST_TERM) return
  const expected = `what a prediction costs must stay below ${LARGEST_TERM}`
  throw new InvalidInputError(metric.who, expected, terms[0] * loss)
}

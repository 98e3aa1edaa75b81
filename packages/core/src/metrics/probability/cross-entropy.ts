import { Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError, InvalidLabelError } from '../../errors.js'
import { log } from '../../math/log.js'
import type { Rules } from '../../options/rules.js'
import type { Condensed } from '../../utils/condensed.js'
import { decimal } from '../parts/decimal.js'
import { type Loss, Losses } from '../parts/losses.js'
import { clampProbability } from './clamp.js'

export interface CrossEntropyOptions {
  /** River's number: a class to which no probability was given costs nothing. */
  readonly riverCompatible: boolean
}

const crossEntropy: Loss = (metric, yTrue, yPred, i, out) => {
  const truth = yTrue[i]
  const guess = yPred[i]
  const kind = typeof truth
  if (kind !== 'string' && kind !== 'boolean' && !Number.isFinite(truth)) {
    const expected = 'must be a string, a finite number or a boolean'
    throw new InvalidLabelError(metric.who, expected, truth)
  }
  if (!(guess instanceof Map)) {
    throw new InvalidInputError(metric.who, 'a prediction must be a Map of probabilities', guess)
  }
  const given = guess.get(truth)
  if (given !== undefined && !Number.isFinite(given)) {
    throw new InvalidInputError(metric.who, 'a probability must be a finite number', given)
  }
  const { options } = metric as CrossEntropy
  out[0] = given === undefined && options.riverCompatible ? 0 : -log(clampProbability(given ?? 0))
}

/**
 * The mean of -log(p), where p is the probability that was given to the class that came; 0 before
 * the first prediction. A class to which no probability was given, or 0, counts as given 1e-15.
 * (For River a class without a probability costs nothing: see `riverCompatible`.)
 *
 * @example
 * const metric = new metrics.CrossEntropy()
 * metric.update('cat', new Map([['cat', 0.5], ['dog', 0.25], ['cow', 0.25]]))
 * metric.get().toFixed(3) // => '0.693'
 */
export class CrossEntropy extends Metric<Label, Map<Label, number>, CrossEntropyOptions> {
  static override readonly id: string = 'metrics.CrossEntropy'
  static override readonly state: readonly string[] = ['losses']
  static override readonly rules: Rules<CrossEntropyOptions> = {
    riverCompatible: { kind: 'boolean', default: false },
  }
  static readonly parts: readonly unknown[] = [Losses]

  private readonly losses: Losses = new Losses(this, crossEntropy)

  override get judgesNumbers(): boolean {
    return false
  }

  override get requiresLabels(): boolean {
    return false
  }

  override get biggerIsBetter(): boolean {
    return false
  }

  /** For windows. */
  get condensed(): Condensed {
    return this.losses
  }

  update(yTrue: Label, yPred: Map<Label, number>, options?: UpdateOptions): void {
    this.losses.update(yTrue, yPred, options)
  }

  /** Takes back an update. */
  revert(yTrue: Label, yPred: Map<Label, number>, options?: UpdateOptions): void {
    this.losses.revert(yTrue, yPred, options)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Map<Label, number>>,
    options?: UpdateManyOptions,
  ): void {
    this.losses.updateMany(yTrue, yPred, options)
  }

  /** Adds what another one has judged. */
  merge(other: CrossEntropy): void {
    this.losses.merge(this, other, other.losses)
  }

  get(): number {
    return this.losses.mean()
  }

  protected override check(yTrue: Label, yPred: Map<Label, number>): void {
    this.losses.check(yTrue, yPred)
  }

  protected override format(value: number): string {
    return decimal(value)
  }
}

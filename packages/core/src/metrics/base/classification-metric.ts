import { Metric, type UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { isLabel } from '../../stats/check-value.js'
import { ConfusionMatrix } from '../confusion-matrix.js'
import type { Predicted } from '../counts/counts.js'
import { CM } from '../counts/rules.js'

export interface ClassificationOptions {
  /** The matrix it reads, to share one with other metrics; by default one of its own. */
  readonly cm: ConfusionMatrix | null
}

/**
 * A metric that is read from a confusion matrix: all it has to say is how.
 *
 * Metrics that share a matrix are brought each event in turn, and it counts once: a metric that
 * has been brought fewer events than the matrix has from its metrics only moves on. What is
 * brought to the matrix itself is counted for itself: do one or the other.
 *
 * @example
 * class ErrorRate extends metrics.base.ClassificationMetric {
 *   static id = 'mine.ErrorRate'
 *   get biggerIsBetter() {
 *     return false
 *   }
 *   get() {
 *     return this.cm.totalFalsePositives / this.cm.totalWeight
 *   }
 * }
 * const metric = new ErrorRate()
 * metric.updateMany(['ham', 'spam'], ['ham', 'ham'])
 * String(metric) // => 'ErrorRate: 50.00 %'
 */
export abstract class ClassificationMetric<
  Options extends ClassificationOptions = ClassificationOptions,
> extends Metric<Label, Predicted, Options> {
  static override readonly id: string = 'metrics.base.ClassificationMetric'
  static override readonly rules: Rules<ClassificationOptions> = { cm: CM }
  static readonly parts: readonly unknown[] = [ConfusionMatrix]
  static override readonly state: readonly string[] = ['cm', 'brought']

  /** What it is read from. */
  readonly cm: ConfusionMatrix
  /** How many events it was brought, of those that all metrics on its matrix were. */
  brought = 0

  constructor(given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>) {
    super(given)
    const { cm } = this.options
    if (cm && !(cm instanceof ConfusionMatrix)) {
      throw new InvalidOptionError(this.who, 'cm', 'must be a ConfusionMatrix (or null)', cm)
    }
    const { posVal = true } = this.options as { posVal?: unknown }
    if (!isLabel(posVal)) {
      const expected = 'must be a string, a finite number or a boolean'
      throw new InvalidOptionError(this.who, 'posVal', expected, posVal)
    }
    this.cm = cm ?? new ConfusionMatrix()
    this.cm.turns.join(this)
  }

  override get judgesNumbers(): boolean {
    return false
  }

  override update(yTrue: Label, yPred: Predicted, options?: UpdateOptions): void {
    this.cm.take(this, yTrue, yPred, options?.w)
  }

  /** Takes back an update. */
  revert(yTrue: Label, yPred: Predicted, options?: UpdateOptions): void {
    this.cm.takeBack(this, yTrue, yPred, options?.w)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Predicted>,
    options?: UpdateManyOptions,
  ): void {
    this.cm.takeMany(this, yTrue, yPred, options)
  }

  /** Adds what another one has judged. */
  merge(other: this): void {
    if (Object(other).constructor !== this.constructor) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    this.cm.takeMerge(this, other.cm)
  }

  /** A new metric with the same options that has judged nothing, on a new matrix. */
  override clone(): this {
    return this.cloneOn(this.options.cm?.clone() ?? null)
  }

  /** The same on a given matrix: several that share one share that of their clones. */
  cloneOn(cm: ConfusionMatrix | null): this {
    const cls = this.constructor as new (options: object) => this
    return new cls({ ...this.options, cm })
  }

  /** True if all it refuses is refused by its matrix too: then one need not ask both. */
  get refusesLikeMatrix(): boolean {
    return true
  }

  protected override check(yTrue: Label, yPred: Predicted): void {
    this.cm.counts.check(this, yTrue, yPred)
  }

  protected override format(value: number): string {
    return `${(100 * value).toFixed(2)} %`
  }

  checkState(): void {
    const { cm } = this
    cm.turns.checkSharer(this)
    if (this.options.cm && this.options.cm !== cm) {
      throw new SnapshotError('a metric must read the confusion matrix of its options')
    }
  }
}

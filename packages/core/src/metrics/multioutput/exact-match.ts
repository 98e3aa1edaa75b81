import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError } from '../../errors.js'
import { Mean } from '../../stats/mean.js'
import { asMap, type Outputs } from './outputs.js'

/**
 * The share of events of which every output was right.
 *
 * @example
 * const metric = new metrics.multioutput.ExactMatch()
 * metric.update({ red: true, blue: false }, { red: true, blue: false })
 * metric.update({ red: true, blue: true }, { red: true, blue: false })
 * metric.get() // => 0.5
 */
export class ExactMatch extends Metric<Outputs<Label>, Outputs<Label | undefined>> {
  static override readonly id: string = 'metrics.multioutput.ExactMatch'
  static readonly parts: readonly unknown[] = [Mean]
  static override readonly state: readonly string[] = ['mean']

  private readonly mean: Mean = new Mean()

  override update(
    yTrue: Outputs<Label>,
    yPred: Outputs<Label | undefined>,
    options?: UpdateOptions,
  ): void {
    this.mean.update(this.matches(yTrue, yPred), options)
  }

  /** Takes back an update. */
  revert(yTrue: Outputs<Label>, yPred: Outputs<Label | undefined>, options?: UpdateOptions): void {
    this.mean.revert(this.matches(yTrue, yPred), options)
  }

  /** Adds what another one has judged. */
  merge(other: ExactMatch): void {
    if (!(other instanceof ExactMatch)) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    this.mean.merge(other.mean)
  }

  private matches(yTrue: Outputs<Label>, yPred: Outputs<Label | undefined>): number {
    const truths = asMap(this.who, yTrue)
    const predictions = asMap(this.who, yPred)
    if (truths.size !== predictions.size) return 0
    for (const [output, truth] of truths) {
      if (!predictions.has(output) || predictions.get(output) !== truth) return 0
    }
    return 1
  }

  override get(): number {
    return this.mean.get()
  }

  protected override check(yTrue: Outputs<Label>, yPred: Outputs<Label | undefined>): void {
    this.matches(yTrue, yPred)
  }

  protected override format(value: number): string {
    return `${(100 * value).toFixed(2)} %`
  }
}

import type { UpdateManyOptions } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import type { Counts, Predicted } from '../counts/counts.js'
import { CM } from '../counts/rules.js'
import { expectedInformation } from './expected-information.js'
import { AVERAGINGS, average, classesOf, entropy, mutualInformation } from './information.js'
import type { MutualInfoOptions } from './normalized-mutual-info.js'

/**
 * How much a clustering tells of the classes, less what chance would give: 1 if all there is to
 * tell, about 0 if no more than labels at random. Its weights must be whole.
 *
 * @example
 * const metric = new metrics.AdjustedMutualInfo()
 * metric.updateMany([1, 1, 1, 2, 2, 2], [1, 1, 2, 3, 3, 3])
 * metric.get().toFixed(6) // => '0.727608'
 */
export class AdjustedMutualInfo extends ClassificationMetric<MutualInfoOptions> {
  static override readonly id: string = 'metrics.AdjustedMutualInfo'
  static override readonly rules: Rules<MutualInfoOptions> = {
    cm: CM,
    averageMethod: { kind: 'string', default: 'arithmetic', choices: AVERAGINGS },
  }

  override update(yTrue: Label, yPred: Predicted, options?: UpdateOptions): void {
    this.checkWhole(options?.w)
    super.update(yTrue, yPred, options)
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Predicted>,
    options?: UpdateManyOptions,
  ): void {
    const w = options?.w
    if (typeof w !== 'object') this.checkWhole(w)
    else for (let i = 0; i < w.length; i++) this.checkWhole(w[i])
    super.updateMany(yTrue, yPred, options)
  }

  override tryOut(yTrue: Label, yPred: Predicted, options?: UpdateOptions): void {
    this.checkWhole(options?.w)
    super.tryOut(yTrue, yPred, options)
  }

  override get refusesLikeMatrix(): boolean {
    return false
  }

  override get(): number {
    const { counts } = this.cm
    const classes = classesOf(counts, 'truth')
    const clusters = classesOf(counts, 'prediction')
    if (classes < 2 && classes === clusters) return 1
    if (classes === 1 || clusters === 1) return 0
    this.checkSums(counts)
    const byChance = expectedInformation(counts)
    const [u, v] = [entropy(counts, 'truth'), entropy(counts, 'prediction')]
    const room = average(this.options.averageMethod, u, v) - byChance
    return awayFrom0(mutualInformation(counts) - byChance) / awayFrom0(room)
  }

  protected override format(value: number): string {
    return String(value)
  }

  private checkWhole(w: number | undefined): void {
    if (w === undefined || !Number.isFinite(w) || Number.isInteger(w)) return
    throw new InvalidInputError(this.who, 'what chance gives asks for whole weights', w)
  }

  /** A matrix it shares may have been given others. */
  private checkSums(counts: Counts): void {
    for (let code = 0; code < counts.size; code++) {
      this.checkWhole(counts.trueWeight(code))
      this.checkWhole(counts.predictedWeight(code))
    }
  }
}

/** River: the smallest step on its side of 0 where it is nearer. */
function awayFrom0(x: number): number {
  return x < 0 ? Math.min(x, -Number.EPSILON) : Math.max(x, Number.EPSILON)
}

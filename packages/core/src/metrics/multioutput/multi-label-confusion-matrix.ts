import { Metric } from '../../base/metric.js'
import type { UpdateOptions } from '../../base/metric-like.js'
import { checkWeight } from '../../base/weights.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import { ConfusionMatrix } from '../confusion-matrix.js'
import type { Predicted } from '../counts/counts.js'
import { type Output, type Outputs, pairs } from './outputs.js'

/**
 * A confusion matrix for each output.
 *
 * @example
 * const matrices = new metrics.multioutput.MultiLabelConfusionMatrix()
 * matrices.update({ red: true, blue: false }, { red: true, blue: true })
 * matrices.data.get('blue')?.falsePositives(true) // => 1
 */
export class MultiLabelConfusionMatrix extends Metric<Outputs<Label>, Outputs<Predicted>> {
  static override readonly id: string = 'metrics.multioutput.MultiLabelConfusionMatrix'
  static readonly parts: readonly unknown[] = [ConfusionMatrix]
  static override readonly state: readonly string[] = ['data']

  /** The matrix of each output seen so far. */
  readonly data: Map<Output, ConfusionMatrix> = new Map()

  override update(yTrue: Outputs<Label>, yPred: Outputs<Predicted>, options?: UpdateOptions): void {
    this.tryOut(yTrue, yPred, options)
    for (const [output, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      this.of(output).update(truth, prediction, options)
    }
  }

  /** Takes back an update. (River adds it once more.) */
  revert(yTrue: Outputs<Label>, yPred: Outputs<Predicted>, options?: UpdateOptions): void {
    const w = checkWeight(this.who, options?.w ?? 1)
    const all = pairs(this.who, yTrue, yPred)
    for (const [output, truth, prediction] of all) {
      const counts = this.data.get(output)?.counts
      if (counts?.holds(counts.find(truth), counts.find(prediction), w)) continue
      const expected = 'what is reverted must have been given before'
      throw new InvalidInputError(this.who, expected, output)
    }
    for (const [output, truth, prediction] of all) {
      this.of(output).revert(truth, prediction, options)
    }
  }

  /** Adds what another one has counted. */
  merge(other: MultiLabelConfusionMatrix): void {
    if (!(other instanceof MultiLabelConfusionMatrix)) {
      throw new InvalidInputError(this.who, 'what is merged must be of the same class', other)
    }
    for (const [output, cm] of other.data) this.of(output).merge(cm)
  }

  private of(output: Output): ConfusionMatrix {
    const known = this.data.get(output)
    if (known) return known
    const cm = new ConfusionMatrix()
    this.data.set(output, cm)
    return cm
  }

  /** Matrices have no single value. */
  override get(): undefined {
    return undefined
  }

  protected override check(yTrue: Outputs<Label>, yPred: Outputs<Predicted>): void {
    for (const [output, truth, prediction] of pairs(this.who, yTrue, yPred)) {
      const cm = this.data.get(output) ?? new ConfusionMatrix()
      cm.tryOut(truth, prediction)
    }
  }

  protected override format(): string {
    return ''
  }

  /** The table of each output under its name. */
  override toString(): string {
    const blocks = [...this.data].map(([output, cm]) => {
      const lines = String(cm).split('\n')
      return [String(output), ...lines.map((line) => (line.trim() ? `    ${line}` : line))]
    })
    return blocks.map((lines) => lines.join('\n')).join('\n\n')
  }

  checkState(): void {
    for (const [output, cm] of this.data) {
      if (/string|number|boolean/.test(typeof output) && cm instanceof ConfusionMatrix) continue
      throw new SnapshotError('each output must have a confusion matrix', output)
    }
  }
}

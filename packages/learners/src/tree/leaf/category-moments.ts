import { growFloats, NO_FLOATS, relayout, SnapshotError } from '@coelho/core'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY } from '../grow/nodes.js'
import type { ValueTrial } from '../grow/value-trial.js'
import { addValue, addValues, MOMENTS } from './moments.js'

/** The targets of each category of a feature. */
export class CategoryMoments {
  static readonly id = 'tree.CategoryMoments'
  static readonly state = ['data', 'targets'] as const

  /** By category code three numbers for each target; the weight of what was never seen is 0. */
  private data: Float64Array = NO_FLOATS
  private targets = 1

  update(code: number, y: number, weight: number): void {
    this.data = growFloats(this.data, (code + 1) * MOMENTS)
    addValue(this.data, code * MOMENTS, y, weight)
  }

  /** The same with a target for each output; NaN where an event has none. */
  updateMany(code: number, ys: Float64Array, targets: number, weight: number): void {
    if (targets > this.targets) this.widen(targets)
    const { width } = this
    if ((code + 1) * width > this.data.length) {
      this.data = relayout(this.data, this.room, width, Math.max(code + 1, 2 * this.room), width)
    }
    addValues(this.data, code * width, ys, targets, weight)
  }

  /** Numbers for each category. */
  private get width(): number {
    return MOMENTS * this.targets
  }

  private get room(): number {
    return Math.floor(this.data.length / this.width)
  }

  private widen(targets: number): void {
    const { room, width } = this
    this.targets = targets
    this.data = relayout(this.data, room, width, room, this.width)
  }

  /**
   * Tries all categories at once if that is wanted, then each against the rest; `order` are all
   * codes of the feature in the order of their categories.
   */
  tryAll(trial: ValueTrial, order: Int32Array, multiway: boolean): void {
    if (trial.targets > this.targets) this.widen(trial.targets)
    const { data, width } = this
    const codes = order.filter((code) => this.isKnown(code))
    if (multiway && codes.length > 2) {
      trial.room(codes.length)
      for (let k = 0; k < codes.length; k++) trial.put(k, data, codes[k] * width)
      trial.tryAll(NOMINAL_MULTIWAY, 0, codes)
    }
    for (let k = 0; k < codes.length; k++) {
      trial.put(0, data, codes[k] * width)
      trial.tryLeft(NOMINAL_BINARY, codes[k])
    }
  }

  private isKnown(code: number): boolean {
    const { data, width } = this
    for (let t = 0; t < width; t += MOMENTS) if (data[code * width + t] > 0) return true
    return false
  }

  get bytes(): number {
    return 100 + this.data.byteLength
  }

  checkState(): void {
    const { data, targets } = this
    const fits = Number.isSafeInteger(targets) && targets >= 1
    if (!fits || data.some((n, k) => k % MOMENTS === 0 && !(n >= 0))) {
      throw new SnapshotError('the weight of a category must be at least 0')
    }
  }
}

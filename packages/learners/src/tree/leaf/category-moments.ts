import { growFloats, NO_FLOATS, SnapshotError } from '@coelho/core'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY } from '../grow/nodes.js'
import type { ValueTrial } from '../grow/value-trial.js'
import { addValue, MOMENTS } from './moments.js'

/** The targets of each category of a feature. */
export class CategoryMoments {
  static readonly id = 'tree.CategoryMoments'
  static readonly state = ['data'] as const

  /** By category code three numbers; the weight of one never seen is 0. */
  private data: Float64Array = NO_FLOATS

  update(code: number, y: number, weight: number): void {
    this.data = growFloats(this.data, (code + 1) * MOMENTS)
    addValue(this.data, code * MOMENTS, y, weight)
  }

  /**
   * Tries all categories at once if that is wanted, then each against the rest; `order` are all
   * codes of the feature in the order of their categories.
   */
  tryAll(trial: ValueTrial, order: Int32Array, multiway: boolean): void {
    const { data } = this
    const codes = order.filter((code) => data[code * MOMENTS] > 0)
    if (multiway && codes.length > 2) {
      const room = trial.room(codes.length)
      codes.forEach((code, k) => {
        for (let j = 0; j < MOMENTS; j++) room[k * MOMENTS + j] = data[code * MOMENTS + j]
      })
      trial.tryAll(NOMINAL_MULTIWAY, 0, codes)
    }
    for (const code of codes) {
      for (let j = 0; j < MOMENTS; j++) trial.branches[j] = data[code * MOMENTS + j]
      trial.tryLeft(NOMINAL_BINARY, code)
    }
  }

  get bytes(): number {
    return 100 + this.data.byteLength
  }

  checkState(): void {
    const { data } = this
    if (data.some((n, k) => k % MOMENTS === 0 && !(n >= 0))) {
      throw new SnapshotError('the weight of a category must be at least 0')
    }
  }
}

import { growFloats, NO_FLOATS, SnapshotError } from '@coelho/core'
import { MEMORY } from './quantizer.js'

/**
 * What leaves know of the bins of a feature before they have seen it, by number. River: a leaf
 * hands on the very memory it has, so that all below the first leaf that met a feature share one.
 */
export class Memories {
  static readonly id = 'tree.Memories'
  static readonly state = ['values', 'count'] as const

  values: Float64Array = NO_FLOATS
  private count = 0

  /** The number of an empty one. */
  add(): number {
    this.values = growFloats(this.values, (this.count + 1) * MEMORY)
    this.values.fill(NaN, this.count * MEMORY, (this.count + 1) * MEMORY)
    return this.count++
  }

  /** Where it stands. */
  at(number: number): number {
    return number * MEMORY
  }

  /** Whether these are numbers of memories, each + 1, or 0. */
  holds(numbers: Int32Array): boolean {
    return numbers.every((number) => number >= 0 && number <= this.count)
  }

  checkState(): void {
    const { values, count } = this
    const fits = Number.isSafeInteger(count) && count >= 0 && count * MEMORY <= values.length
    if (!fits) throw new SnapshotError('a tree must remember its bins')
  }
}

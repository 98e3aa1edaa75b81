import { type Label, NO_FLOATS, NO_INTS, type Row, SnapshotError } from '@coelho/core'

/** An event that is kept to be learned later: its features in the order in which it named them. */
export class KeptEvent {
  static readonly id = 'imblearn.KeptEvent'
  static readonly state = ['features', 'values', 'nulls', 'target', 'weight'] as const

  private features: Int32Array = NO_INTS
  private values: Float64Array = NO_FLOATS
  private nulls: Int32Array = NO_INTS
  /** A label or a number; undefined in none that is kept. */
  target: unknown = undefined
  weight = 1

  keep(row: Row, target: Label, weight: number): void {
    const { order, count, nullCount } = row
    if (this.features.length !== count) {
      this.features = new Int32Array(count)
      this.values = new Float64Array(count)
    }
    const { features, values } = this
    for (let k = 0; k < count; k++) {
      features[k] = order[k]
      values[k] = row.values[order[k]]
    }
    if (this.nulls.length !== nullCount) this.nulls = new Int32Array(nullCount)
    for (let k = 0; k < nullCount; k++) this.nulls[k] = row.nulls[k]
    this.target = target
    this.weight = weight
  }

  /** Writes the event into a row of so many features. */
  recall(row: Row, width: number): void {
    const { features, values, nulls } = this
    row.clear()
    for (let k = 0; k < features.length; k++) row.put(features[k], values[k])
    for (let k = 0; k < nulls.length; k++) row.putNull(nulls[k])
    row.seal(width)
  }

  /** Throws unless all features are of a schema of that width, and each is there once. */
  check(width: number): void {
    const { features, values, nulls, weight } = this
    const all = [...features, ...nulls]
    const known = all.every((feature) => feature >= 0 && feature < width)
    const whole = new Set(all).size === all.length && values.every(Number.isFinite)
    if (known && whole && values.length === features.length && weight > 0) return
    throw new SnapshotError('a kept event must have features of its schema')
  }
}

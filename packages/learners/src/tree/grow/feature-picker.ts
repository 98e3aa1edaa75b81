import { compareValues, type Row, type random, type Schema, SnapshotError } from '@coelho/core'

/**
 * Gives each leaf of a forest its own few features: so many of those that its first event has,
 * drawn at random.
 */
export class FeaturePicker {
  static readonly id = 'tree.FeaturePicker'
  static readonly state = ['size'] as const

  /** How many features a leaf looks at; 0 until that is known. */
  size = 0
  /** It may be another one for each tree. */
  rng: random.Random
  private readonly schema: Schema
  /** All features in the order of their names. */
  private order: Int32Array = new Int32Array(0)

  constructor(rng: random.Random, schema: Schema) {
    this.rng = rng
    this.schema = schema
  }

  /** The features of a leaf whose first event this is, in the order in which they were drawn. */
  pick(row: Row): Int32Array {
    const { schema, size } = this
    if (this.order.length !== schema.size) {
      const all = Int32Array.from({ length: schema.size }, (_, feature) => feature)
      this.order = all.sort((a, b) => compareValues(schema.name(a), schema.name(b)))
    }
    const present = this.order.filter((f) => f < row.width && !Number.isNaN(row.values[f]))
    if (present.length < size) return present
    return Int32Array.from(this.rng.sample(present, size))
  }

  checkState(): void {
    if (Number.isSafeInteger(this.size) && this.size >= 0) return
    throw new SnapshotError('a forest must know how many features a leaf looks at', this.size)
  }
}

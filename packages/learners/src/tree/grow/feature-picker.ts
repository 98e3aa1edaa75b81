import {
  compareValues,
  NO_INTS,
  type Row,
  type random,
  type Schema,
  SnapshotError,
} from '@coelho/core'

/** Of so many `random.sample` draws by moving the last to the place of the one drawn. */
const SMALL = 21

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
  private order: Int32Array = NO_INTS
  /** Those an event has; scratch. */
  private pool: Int32Array = NO_INTS

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
      this.pool = this.order.slice()
    }
    const { order, pool } = this
    let count = 0
    for (let k = 0; k < order.length; k++) {
      const feature = order[k]
      if (feature < row.width && !Number.isNaN(row.values[feature])) pool[count++] = feature
    }
    if (count < size) return pool.slice(0, count)
    if (count <= SMALL) return this.draw(count)
    return Int32Array.from(this.rng.sample(pool.subarray(0, count), size))
  }

  /** Draws from the pool as `sample` does, without its lists: a leaf is born every few events. */
  private draw(count: number): Int32Array {
    const { pool, rng } = this
    const drawn = new Int32Array(this.size)
    for (let k = 0; k < drawn.length; k++) {
      const last = count - 1 - k
      const at = rng.randint(0, last)
      drawn[k] = pool[at]
      pool[at] = pool[last]
    }
    return drawn
  }

  checkState(): void {
    if (Number.isSafeInteger(this.size) && this.size >= 0) return
    throw new SnapshotError('a forest must know how many features a leaf looks at', this.size)
  }
}

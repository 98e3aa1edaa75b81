import { growInts, NO_INTS, type Row, type Schema, SnapshotError } from '@coelho/core'
import { CategorySums } from './category-sums.js'
import { EvenBins } from './even-bins.js'
import { addGradHess, GRAD_HESS } from './grad-hess.js'
import { HashedBins } from './hashed-bins.js'
import type { Memories } from './memories.js'
import type { QuantizedColumn, Quantizer } from './quantizer.js'

/** A leaf of a gradient tree: what it predicts, and what its events say of the loss. */
export class GradientLeaf {
  static readonly id = 'tree.GradientLeaf'
  static readonly state = [
    'depth',
    'prediction',
    'lastAttempt',
    'sums',
    'numeric',
    'nominal',
    'features',
    'featureCount',
    'places',
    'memories',
  ] as const
  static readonly parts: readonly unknown[] = [EvenBins, HashedBins, CategorySums]

  depth = 0
  prediction = 0
  /** The weight of the leaf when a change was last considered. */
  lastAttempt = 0
  /** All events since the last change. */
  sums: Float64Array = new Float64Array(GRAD_HESS)
  private numeric: QuantizedColumn[] = []
  private nominal: CategorySums[] = []
  /** The features in the order in which the leaf met them. */
  features: Int32Array = NO_INTS
  featureCount = 0
  /** By feature: its numeric column + 1, or its nominal column as -1 - column. */
  private places: Int32Array = NO_INTS
  /** By feature the number of its memory + 1. */
  memories: Int32Array = NO_INTS

  get totalWeight(): number {
    return this.sums[0]
  }

  learn(
    row: Row,
    gradient: number,
    hessian: number,
    weight: number,
    schema: Schema,
    quantizer: Quantizer,
    memories: Memories,
  ): void {
    if (this.featureCount < row.width) this.admit(row, schema, quantizer, memories)
    const { places, numeric, nominal } = this
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const place = places[feature]
      const x = values[feature]
      if (place > 0) quantizer.learn(numeric[place - 1], x, gradient, hessian, weight)
      else nominal[-1 - place].update(x, gradient, hessian, weight)
    }
    addGradHess(this.sums, 0, gradient, hessian, weight)
  }

  /** Makes room for the features this leaf meets for the first time. */
  private admit(row: Row, schema: Schema, quantizer: Quantizer, memories: Memories): void {
    this.places = growInts(this.places, row.width)
    this.memories = growInts(this.memories, row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      if (this.places[feature] !== 0) continue
      this.features = growInts(this.features, this.featureCount + 1)
      this.features[this.featureCount++] = feature
      if (schema.kind(feature) === 'category') {
        this.places[feature] = -this.nominal.push(new CategorySums())
        continue
      }
      if (this.memories[feature] === 0) this.memories[feature] = memories.add() + 1
      const column = new quantizer.columnClass()
      quantizer.open(column, memories.values, memories.at(this.memories[feature] - 1))
      this.places[feature] = this.numeric.push(column)
    }
  }

  /** What it knows of a numeric feature. */
  numericColumn(feature: number): QuantizedColumn | undefined {
    const place = this.places[feature]
    return place > 0 ? this.numeric[place - 1] : undefined
  }

  nominalColumn(feature: number): CategorySums | undefined {
    const place = this.places[feature]
    return place < 0 ? this.nominal[-1 - place] : undefined
  }

  /** Changes what it predicts, and begins anew. River: `lastAttempt` stays as it is. */
  change(step: number): void {
    this.prediction += step
    this.sums = new Float64Array(GRAD_HESS)
    this.numeric = []
    this.nominal = []
    this.features = NO_INTS
    this.featureCount = 0
    this.places = NO_INTS
  }

  /** Whether a restored leaf knows features of the schema only, each in a column of its kind. */
  isOf(schema: Schema, quantizer: Quantizer, memories: Memories): boolean {
    const { columnClass } = quantizer
    const known = (column: QuantizedColumn) =>
      column instanceof columnClass && quantizer.fits(column)
    return (
      this.numeric.every(known) &&
      this.nominal.every((column) => column instanceof CategorySums) &&
      memories.holds(this.memories) &&
      this.features.subarray(0, this.featureCount).every((feature) => {
        if (feature < 0 || feature >= schema.size) return false
        if (schema.kind(feature) === 'category') return this.places[feature] < 0
        return this.places[feature] > 0 && this.memories[feature] > 0
      })
    )
  }

  checkState(): void {
    const { featureCount, features, places, numeric, nominal } = this
    let valid = Number.isSafeInteger(featureCount) && featureCount >= 0
    valid &&= featureCount <= features.length
    valid &&= this.sums.length === GRAD_HESS && this.sums[0] >= 0
    const taken = new Set<number>()
    for (let k = 0; valid && k < featureCount; k++) {
      const place = places[features[k]]
      valid = place !== undefined && place !== 0 && !taken.has(place)
      valid &&= place > 0 ? place <= numeric.length : -place <= nominal.length
      taken.add(place)
    }
    for (const place of places) valid &&= place === 0 || taken.has(place)
    if (!valid) throw new SnapshotError('a leaf must know the columns of its features')
  }
}

import { growInts, NO_INTS, type Row, type Schema, SnapshotError } from '@coelho/core'
import type { FeaturePicker } from '../grow/feature-picker.js'
import type { ValueColumn, ValueSplitter } from '../splitter/value-splitter.js'
import { CategoryMoments } from './category-moments.js'
import { LeafOutputs } from './leaf-outputs.js'
import { addValue, addValues, MOMENTS } from './moments.js'
import { SearchTree } from './search-tree.js'
import { SlotTable } from './slot-table.js'

/** In `places`: a feature that is no longer looked at. */
const DISABLED = 0x7fffffff

/**
 * A leaf of a regression tree: the moments of its targets, and while it is active what it
 * knows of each feature.
 */
export class ValueLeaf {
  static readonly id = 'tree.ValueLeaf'
  static readonly state = [
    'depth',
    'active',
    'lastAttempt',
    'moments',
    'meanError',
    'modelError',
    'model',
    'outputs',
    'numeric',
    'nominal',
    'features',
    'featureCount',
    'places',
    'picked',
  ] as const
  static readonly parts: readonly unknown[] = [SearchTree, SlotTable, CategoryMoments, LeafOutputs]

  depth = 0
  active = true
  /** The weight of the leaf when a split was last tried. */
  lastAttempt = 0
  moments: Float64Array = new Float64Array(MOMENTS)
  /** The faded squared errors of the mean and of the model. */
  meanError = 0
  modelError = 0
  /** The place of its model among those of the tree, or -1. */
  model = -1
  /** Of each target what stands above, where there are several. */
  outputs: LeafOutputs | null = null
  numeric: ValueColumn[] = []
  nominal: CategoryMoments[] = []
  /** The features in the order in which the leaf met them. */
  features: Int32Array = NO_INTS
  featureCount = 0
  /** By feature: its numeric column + 1, or its nominal column as -1 - column, or DISABLED. */
  private places: Int32Array = NO_INTS
  /** In a forest: the features it was given, the only ones it looks at. */
  private picked: Int32Array = NO_INTS

  /** Of several targets the weight of the first that was seen. */
  get totalWeight(): number {
    const { moments } = this
    if (moments[0] > 0) return moments[0]
    let at = 0
    while (at < moments.length && moments[at] === 0) at += MOMENTS
    return at < moments.length ? moments[at] : 0
  }

  get mean(): number {
    return this.moments[1]
  }

  /** `picker`: it looks at some features only. */
  learn(
    row: Row,
    y: number,
    weight: number,
    schema: Schema,
    splitter: ValueSplitter,
    picker: FeaturePicker | null,
  ): void {
    addValue(this.moments, 0, y, weight)
    if (!this.active) return
    if (picker && this.picked.length === 0) this.picked = picker.pick(row)
    const most = picker ? this.picked.length : row.width
    if (this.featureCount < most) this.admit(row, schema, splitter)
    const { places, numeric, nominal, features, featureCount } = this
    const { values, width } = row
    for (let k = 0; k < featureCount; k++) {
      const feature = features[k]
      const place = places[feature]
      if (place === DISABLED || feature >= width) continue
      const x = values[feature]
      if (x !== x) continue
      if (place > 0) splitter.learn(numeric[place - 1], x, y, weight)
      else nominal[-1 - place].update(x, y, weight)
    }
  }

  /** The same with a target for each output; NaN where an event has none. */
  learnMany(
    row: Row,
    ys: Float64Array,
    targets: number,
    weight: number,
    schema: Schema,
    splitter: ValueSplitter,
  ): void {
    if (this.moments.length < targets * MOMENTS) this.widen(targets)
    addValues(this.moments, 0, ys, targets, weight)
    if (!this.active) return
    if (this.featureCount < row.width) this.admit(row, schema, splitter)
    const { places, numeric, nominal } = this
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const place = places[feature]
      const x = values[feature]
      if (place === DISABLED) continue
      if (place > 0) splitter.learnMany(numeric[place - 1], x, ys, targets, weight)
      else nominal[-1 - place].updateMany(x, ys, targets, weight)
    }
  }

  private widen(targets: number): void {
    const moments = new Float64Array(targets * MOMENTS)
    moments.set(this.moments)
    this.moments = moments
  }

  /** Makes room for the features this leaf meets for the first time. */
  private admit(row: Row, schema: Schema, splitter: ValueSplitter): void {
    this.places = growInts(this.places, row.width)
    const some = this.picked.length > 0
    const features = some ? this.picked : row.indices
    const count = some ? features.length : row.count
    for (let k = 0; k < count; k++) {
      const feature = features[k]
      const absent = feature >= row.width || Number.isNaN(row.values[feature])
      if (absent || this.places[feature] !== 0) continue
      this.features = growInts(this.features, this.featureCount + 1)
      this.features[this.featureCount++] = feature
      const isNominal = schema.kind(feature) === 'category'
      this.places[feature] = isNominal
        ? -this.nominal.push(new CategoryMoments())
        : this.numeric.push(splitter.fresh?.() ?? new splitter.columnClass())
    }
  }

  /** What it knows of a numeric feature. */
  numericColumn(feature: number): ValueColumn | undefined {
    const place = this.places[feature]
    return place > 0 && place !== DISABLED ? this.numeric[place - 1] : undefined
  }

  nominalColumn(feature: number): CategoryMoments | undefined {
    const place = this.places[feature]
    return place < 0 ? this.nominal[-1 - place] : undefined
  }

  /** From now on the feature is no longer a candidate for a split. */
  disable(feature: number): void {
    this.places[feature] = DISABLED
  }

  /** Leaves far down are put to rest first. */
  get promise(): number {
    return -this.depth
  }

  activate(): void {
    this.active = true
  }

  deactivate(): void {
    this.active = false
    this.numeric = []
    this.nominal = []
    this.features = NO_INTS
    this.featureCount = 0
    // What was disabled stays so.
    this.places = this.places.map((place) => (place === DISABLED ? DISABLED : 0))
  }

  /** A branch takes its place. */
  discard(splitter: ValueSplitter): void {
    for (const column of this.numeric) splitter.discard?.(column)
    this.numeric = []
  }

  get bytes(): number {
    let bytes = 300 + this.features.byteLength + this.places.byteLength + this.picked.byteLength
    for (const column of this.numeric) bytes += column.bytes
    for (const column of this.nominal) bytes += column.bytes
    return bytes
  }

  /** Whether a restored leaf knows features of the schema only, each in a column of its kind. */
  isOf(schema: Schema, splitter: ValueSplitter): boolean {
    const { columnClass } = splitter
    return (
      this.numeric.every((column) => column instanceof columnClass) &&
      this.nominal.every((column) => column instanceof CategoryMoments) &&
      this.features.subarray(0, this.featureCount).every((feature) => {
        const nominal = this.nominalColumn(feature) !== undefined
        const numeric = this.numericColumn(feature) !== undefined
        if (feature < 0 || feature >= schema.size) return false
        return schema.kind(feature) === 'category' ? !numeric : !nominal
      })
    )
  }

  checkState(): void {
    const { featureCount, features, places, numeric, nominal } = this
    let valid = Number.isSafeInteger(featureCount) && featureCount <= features.length
    valid &&= this.moments.length % MOMENTS === 0 && this.moments.length > 0
    valid &&= this.moments.every((n, k) => k % MOMENTS !== 0 || n >= 0)
    const taken = new Set<number>()
    for (let k = 0; valid && k < featureCount; k++) {
      const place = places[features[k]]
      valid = place !== undefined && place !== 0
      if (place === DISABLED || !valid) continue
      valid = !taken.has(place) && (place > 0 ? place <= numeric.length : -place <= nominal.length)
      taken.add(place)
    }
    // The row's loop asks for the column of each place.
    for (const place of places) valid &&= place === 0 || place === DISABLED || taken.has(place)
    if (!valid) throw new SnapshotError('a leaf must know the columns of its features')
  }
}

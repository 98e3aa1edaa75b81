import {
  growFloats,
  growInts,
  math,
  NO_INTS,
  type Row,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import type { FeaturePicker } from '../grow/feature-picker.js'
import { ClassList } from './class-list.js'
import { ColumnTable } from './column-table.js'
import { NominalTable } from './nominal-table.js'
import { NumericTable } from './numeric-table.js'

/** In `places`: a feature that is no longer looked at. */
const DISABLED = 0x7fffffff

/**
 * A leaf of a classification tree: the weight of each class, and while it is active what it
 * knows of each feature.
 */
export class ClassLeaf {
  static readonly id = 'tree.ClassLeaf'
  static readonly state = [
    'depth',
    'active',
    'lastAttempt',
    'mcCorrect',
    'nbCorrect',
    'classes',
    'weights',
    'met',
    'metCount',
    'numeric',
    'nominal',
    'features',
    'featureCount',
    'places',
    'picked',
    'columns',
  ] as const
  static readonly parts: readonly unknown[] = [ClassList, NumericTable, NominalTable, ColumnTable]

  depth = 0
  active = true
  /** The weight of the leaf when a split was last tried. */
  lastAttempt = 0
  /** The weight of the events that the majority class, or naive Bayes, would have got right. */
  mcCorrect = 0
  nbCorrect = 0
  /** The classes with a weight, and their weights by place. */
  classes: ClassList = new ClassList()
  weights: Float64Array = new Float64Array(2)
  /**
   * The places of the classes the tables have met, in that order; the first `metCount` are
   * valid. A leaf born of a split inherits weights, but no tables.
   */
  met: Int32Array = new Int32Array(2)
  metCount = 0
  /** Tables with a row per class, by place. */
  numeric: NumericTable = new NumericTable()
  nominal: NominalTable = new NominalTable()
  /** Instead of the numeric table, where the splitter keeps columns of its own. */
  columns: ColumnTable | null = null
  /** The features in the order in which the leaf met them. */
  features: Int32Array = NO_INTS
  featureCount = 0
  /** By feature: its numeric column + 1, or its nominal column as -1 - column, or DISABLED. */
  private places: Int32Array = NO_INTS
  /** In a forest: the features it was given, the only ones it looks at. */
  private picked: Int32Array = NO_INTS

  /**
   * By place twice the logarithm of the weight times the peaks of the numeric densities: where
   * naive Bayes starts from. It follows from the rest, and is no state.
   */
  private offsets: Float64Array = new Float64Array(2)
  /** The weight that came since the last attempt to split, but for rounding; no state. */
  private waited = 0

  /** Gives the leaf its first weights, as a split hands them on. */
  inherit(code: number, weight: number): void {
    const place = this.place(code)
    this.weights[place] = weight
    this.offsets[place] = math.log(weight * weight)
  }

  private place(code: number): number {
    const place = this.classes.add(code)
    if (place >= this.weights.length) {
      this.weights = growFloats(this.weights, place + 1)
      this.offsets = growFloats(this.offsets, this.weights.length)
    }
    return place
  }

  /** `votes`: naive Bayes will be asked for; `picker`: it looks at some features only. */
  learn(
    row: Row,
    code: number,
    weight: number,
    schema: Schema,
    votes: boolean,
    picker: FeaturePicker | null,
  ): void {
    const place = this.place(code)
    const sum = this.weights[place] + weight
    this.weights[place] = sum
    this.waited += weight
    if (!this.active) return
    if (picker) this.admitPicked(row, schema, picker)
    else if (this.featureCount < row.width) this.admit(row, row.indices, row.count, schema)
    const { count } = this.classes
    if (this.metCount < count) this.meet(place)
    if (this.numeric.count > 0) this.numeric.update(row, place, weight, count)
    if (this.nominal.count > 0) this.nominal.update(row, place, weight, count)
    this.columns?.update(row, place, weight)
    if (votes) this.numeric.writeOffset(place, this.weights, this.offsets)
  }

  private meet(place: number): void {
    for (let k = 0; k < this.metCount; k++) if (this.met[k] === place) return
    this.met = growInts(this.met, this.metCount + 1)
    this.met[this.metCount++] = place
  }

  /** Twice the logarithm of a class's weight times the peaks of its densities. */
  offset(place: number): number {
    return this.offsets[place]
  }

  /** True once so much weight has come since the last attempt to split. */
  hasWaited(period: number): boolean {
    // The sum of the weights is what counts, but it is not worth asking for much earlier.
    return this.waited > period * 0.999 && this.totalWeight - this.lastAttempt >= period
  }

  /** A split was tried with this weight in the leaf. */
  tried(weight: number): void {
    this.lastAttempt = weight
    this.waited = this.totalWeight - weight
  }

  private admitPicked(row: Row, schema: Schema, picker: FeaturePicker): void {
    if (this.featureCount >= picker.size) return
    if (this.picked.length === 0) this.picked = picker.pick(row)
    const { length } = this.picked
    if (this.featureCount < length) this.admit(row, this.picked, length, schema)
  }

  /** Makes room for those of the features that this leaf meets for the first time. */
  private admit(row: Row, features: Int32Array, count: number, schema: Schema): void {
    this.places = growInts(this.places, row.width)
    for (let k = 0; k < count; k++) {
      const feature = features[k]
      const absent = feature >= row.width || Number.isNaN(row.values[feature])
      if (absent || this.places[feature] !== 0) continue
      this.features = growInts(this.features, this.featureCount + 1)
      this.features[this.featureCount++] = feature
      const nominal = schema.kind(feature) === 'category'
      this.places[feature] = nominal
        ? -1 - this.nominal.addFeature(feature, schema.categoryCount(feature))
        : 1 + (this.columns ?? this.numeric).addFeature(feature)
    }
  }

  /** The numeric column of a feature, or -1. */
  numericColumn(feature: number): number {
    const place = this.places[feature]
    return place > 0 && place !== DISABLED ? place - 1 : -1
  }

  /** The nominal column of a feature, or -1. */
  nominalColumn(feature: number): number {
    const place = this.places[feature]
    return place < 0 ? -1 - place : -1
  }

  /** From now on the feature is no longer a candidate for a split. */
  disable(feature: number): void {
    this.places[feature] = DISABLED
  }

  get totalWeight(): number {
    let total = 0
    for (let place = 0; place < this.classes.count; place++) total += this.weights[place]
    return total
  }

  get heaviest(): number {
    let heaviest = 0
    for (let place = 0; place < this.classes.count; place++) {
      if (this.weights[place] > heaviest) heaviest = this.weights[place]
    }
    return heaviest
  }

  /** How much weight a better split could still get right: leaves with little are put to rest. */
  get promise(): number {
    return this.totalWeight - this.heaviest
  }

  get isPure(): boolean {
    let classes = 0
    for (let place = 0; place < this.classes.count; place++)
      if (this.weights[place] !== 0) classes++
    return classes < 2
  }

  activate(): void {
    if (this.active) return
    this.active = true
    this.clearTables()
  }

  deactivate(): void {
    this.active = false
    this.clearTables()
  }

  /** A branch that kept what it knew is a leaf again. */
  restart(): void {
    this.lastAttempt = 0 // River: so that a split is tried at once.
    this.mcCorrect = 0
    this.nbCorrect = 0
    this.workOut()
  }

  private clearTables(): void {
    this.metCount = 0
    this.numeric = new NumericTable()
    this.columns = this.columns?.fresh() ?? null
    this.nominal = new NominalTable()
    this.features = NO_INTS
    this.featureCount = 0
    // What was disabled stays so.
    this.places = this.places.map((place) => (place === DISABLED ? DISABLED : 0))
    this.workOut()
  }

  /** What follows from the state. */
  private workOut(): void {
    const { length } = this.weights
    this.offsets = new Float64Array(length)
    for (let place = 0; place < this.classes.count; place++) {
      this.numeric.writeOffset(place, this.weights, this.offsets)
    }
    this.waited = this.totalWeight - this.lastAttempt
  }

  get bytes(): number {
    const lists = this.classes.bytes + this.met.byteLength + this.features.byteLength
    const tables = this.numeric.bytes + this.nominal.bytes + (this.columns?.bytes ?? 0)
    return (
      400 +
      2 * this.weights.byteLength +
      lists +
      this.places.byteLength +
      this.picked.byteLength +
      tables
    )
  }

  checkState(): void {
    const { featureCount, features, places, numeric, nominal, columns } = this
    let valid = Number.isSafeInteger(featureCount) && featureCount <= features.length
    valid &&= this.weights.length >= this.classes.count
    for (let k = 0; valid && k < featureCount; k++) {
      const place = places[features[k]]
      const column = place > 0 ? place - 1 : -1 - place
      const table = place > 0 ? (columns ?? numeric) : nominal
      valid = place === DISABLED || (column < table.count && table.features[column] === features[k])
    }
    const known = numeric.count + nominal.count + (columns?.count ?? 0)
    valid &&= known <= featureCount && (!columns || numeric.count === 0)
    valid &&= this.knowsWhomItMet()
    if (!valid) throw new SnapshotError('a leaf must know the columns of its features')
    this.workOut()
  }

  private knowsWhomItMet(): boolean {
    const { met, metCount, classes } = this
    const places = new Set(met.subarray(0, metCount))
    const distinct = places.size === metCount && metCount <= met.length
    return distinct && [...places].every((place) => place >= 0 && place < classes.count)
  }
}

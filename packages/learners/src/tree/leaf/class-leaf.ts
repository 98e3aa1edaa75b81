import {
  growBytes,
  growFloats,
  growInts,
  math,
  NO_INTS,
  type Row,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import { ClassList } from './class-list.js'
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
  ] as const
  static readonly parts: readonly unknown[] = [ClassList, NumericTable, NominalTable]

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
  /** The features in the order in which the leaf met them. */
  features: Int32Array = NO_INTS
  featureCount = 0
  /** By feature: its numeric column + 1, or its nominal column as -1 - column, or DISABLED. */
  private places: Int32Array = NO_INTS

  /**
   * By place twice the logarithm of the weight times the peaks of the numeric densities: where
   * naive Bayes starts from. It follows from the rest, and is no state.
   */
  private offsets: Float64Array = new Float64Array(2)
  private hasMet: Uint8Array = new Uint8Array(2)
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
      this.hasMet = growBytes(this.hasMet, this.weights.length)
    }
    return place
  }

  /** `votes`: naive Bayes will be asked for. */
  learn(row: Row, code: number, weight: number, schema: Schema, votes: boolean): void {
    const place = this.place(code)
    const sum = this.weights[place] + weight
    this.weights[place] = sum
    this.waited += weight
    if (!this.active) return
    if (this.featureCount < row.width) this.admit(row, schema)
    if (this.hasMet[place] === 0) this.meet(place)
    if (this.numeric.count > 0) this.numeric.update(row, place, weight)
    if (this.nominal.count > 0) this.nominal.update(row, place, weight)
    if (votes) this.numeric.writeOffset(place, this.weights, this.offsets)
  }

  private meet(place: number): void {
    this.met = growInts(this.met, this.metCount + 1)
    this.met[this.metCount++] = place
    this.hasMet[place] = 1
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

  /** Makes room for the features this leaf meets for the first time. */
  private admit(row: Row, schema: Schema): void {
    this.places = growInts(this.places, row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      if (this.places[feature] !== 0) continue
      this.features = growInts(this.features, this.featureCount + 1)
      this.features[this.featureCount++] = feature
      const nominal = schema.kind(feature) === 'category'
      this.places[feature] = nominal
        ? -1 - this.nominal.addFeature(feature)
        : 1 + this.numeric.addFeature(feature)
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

  private clearTables(): void {
    this.metCount = 0
    this.numeric = new NumericTable()
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
    this.hasMet = new Uint8Array(length)
    for (let k = 0; k < this.metCount; k++) this.hasMet[this.met[k]] = 1
    this.offsets = new Float64Array(length)
    for (let place = 0; place < this.classes.count; place++) {
      this.numeric.writeOffset(place, this.weights, this.offsets)
    }
    this.waited = this.totalWeight - this.lastAttempt
  }

  get bytes(): number {
    const lists = this.classes.bytes + this.met.byteLength + this.features.byteLength
    const tables = this.numeric.bytes + this.nominal.bytes
    return 400 + 2 * this.weights.byteLength + lists + this.places.byteLength + tables
  }

  checkState(): void {
    const { featureCount, features, places, numeric, nominal } = this
    let valid = Number.isSafeInteger(featureCount) && featureCount <= features.length
    valid &&= this.weights.length >= this.classes.count
    for (let k = 0; valid && k < featureCount; k++) {
      const place = places[features[k]]
      const column = place > 0 ? place - 1 : -1 - place
      const table = place > 0 ? numeric : nominal
      valid = place === DISABLED || (column < table.count && table.features[column] === features[k])
    }
    valid &&= numeric.count + nominal.count <= featureCount && this.knowsWhomItMet()
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

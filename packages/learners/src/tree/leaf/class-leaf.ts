import { growFloats, growInts, math, type Row, type Schema, SnapshotError } from '@coelho/core'
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
    'seen',
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
  /** The classes the tables have met: a leaf born of a split inherits weights, not tables. */
  seen: ClassList = new ClassList()
  numeric: NumericTable = new NumericTable()
  nominal: NominalTable = new NominalTable()
  /** The features in the order in which the leaf met them. */
  features: Int32Array = new Int32Array(0)
  featureCount = 0
  /** By feature: its numeric column + 1, or its nominal column as -1 - column, or DISABLED. */
  private places: Int32Array = new Int32Array(0)

  // The logarithms of the weights, NaN until they are asked for; not part of the state.
  private logWeights: Float64Array = new Float64Array(2)

  /** Gives the leaf its first weights, as a split hands them on. */
  inherit(code: number, weight: number): void {
    const place = this.classes.add(code)
    this.weights = growFloats(this.weights, place + 1)
    this.weights[place] = weight
    this.workOut()
  }

  learn(row: Row, code: number, weight: number, schema: Schema, votes: boolean): void {
    const place = this.classes.add(code)
    if (place >= this.weights.length) {
      this.weights = growFloats(this.weights, place + 1)
      this.workOut()
    }
    const sum = this.weights[place] + weight
    this.weights[place] = sum
    this.logWeights[place] = NaN
    if (!this.active) return
    if (this.featureCount < row.width) this.admit(row, schema)
    const seen = this.seen.add(code)
    if (this.numeric.count > 0) this.numeric.update(row, seen, weight, votes ? sum : 0)
    if (this.nominal.count > 0) this.nominal.update(row, seen, weight)
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
    this.seen = new ClassList()
    this.numeric = new NumericTable()
    this.nominal = new NominalTable()
    this.features = new Int32Array(0)
    this.featureCount = 0
    // What was disabled stays so.
    this.places = this.places.map((place) => (place === DISABLED ? DISABLED : 0))
  }

  /** The logarithm of a class's weight by its place; of all weight together where it has none. */
  logWeight(place: number): number {
    if (!(this.weights[place] > 0)) return math.log(this.totalWeight)
    const known = this.logWeights[place]
    if (known === known) return known
    this.logWeights[place] = math.logCount(this.weights[place])
    return this.logWeights[place]
  }

  private workOut(): void {
    this.logWeights = new Float64Array(this.weights.length).fill(NaN)
  }

  get bytes(): number {
    const lists = this.classes.bytes + this.seen.bytes + this.features.byteLength
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
    valid &&= numeric.count + nominal.count <= featureCount
    if (!valid) throw new SnapshotError('a leaf must know the columns of its features')
    this.workOut()
  }
}

import {
  growInts,
  math,
  NO_FLOATS,
  NO_INTS,
  nearestLog,
  type Row,
  relayout,
  SnapshotError,
} from '@coelho/core'

const SECTIONS = 6
const HALF_LOG_TAU = 0.9189385332046727

/**
 * What a leaf knows of its numeric features: for each class and feature a normal distribution
 * and the range of values, all in one array.
 *
 * Six sections stand one behind the other, each with a row per class and a column per feature:
 * mean, narrowness (1 / (2 variance), 0 while unknown), weight seen, spread (the sum of squared
 * distances from the mean), least and greatest value.
 */
export class NumericTable {
  static readonly id = 'tree.NumericTable'
  static readonly state = ['data', 'rows', 'width', 'features', 'count'] as const

  data: Float64Array = NO_FLOATS
  /** How many classes and features there is room for. */
  rows = 0
  width = 0
  /** The feature of each column; the first `count` are valid. */
  features: Int32Array = NO_INTS
  count = 0

  addFeature(feature: number): number {
    this.features = growInts(this.features, this.count + 1)
    this.features[this.count++] = feature
    // The first event says for how many classes there must be room.
    if (this.rows > 0) this.reserve(this.rows, this.count)
    return this.count - 1
  }

  /** `classes`: so many there will be at least. */
  update(row: Row, place: number, weight: number, classes = 0): void {
    if (place >= this.rows) this.reserve(Math.max(place + 1, classes), this.count)
    const { data, features, count, width } = this
    const { values } = row
    const section = this.rows * width
    const means = place * width
    const narrows = means + section
    const seens = narrows + section
    const spreads = seens + section
    const leasts = spreads + section
    const greatests = leasts + section
    for (let j = 0; j < count; j++) {
      const x = values[features[j]]
      if (x !== x) continue
      const n = data[seens + j] + weight
      const before = data[means + j]
      const after = before + (weight / n) * (x - before)
      const spread = data[spreads + j] + weight * (x - before) * (x - after)
      if (n === weight || x < data[leasts + j]) data[leasts + j] = x
      if (n === weight || x > data[greatests + j]) data[greatests + j] = x
      data[seens + j] = n
      data[means + j] = after
      data[spreads + j] = spread
      data[narrows + j] = n > 1 && spread > 0 ? (0.5 * (n - 1)) / spread : 0
    }
  }

  /**
   * Writes to `out[place]` twice the logarithm of a class's weight times the peaks
   * sqrt(narrowness / pi) of its densities.
   */
  writeOffset(place: number, weights: Float64Array, out: Float64Array): void {
    const start = place * this.width + this.rows * this.width
    const end = place < this.rows ? start + this.count : start
    out[place] = weights[place] * weights[place]
    math.logProduct(this.data, start, end, 1 / Math.PI, out, place)
  }

  /**
   * Copies the event's values by column. True if none is absent: then `score` applies, else
   * `scorePresent`.
   */
  gather(row: Row, into: Float64Array): boolean {
    const { features, count } = this
    const { values } = row
    let complete = true
    for (let j = 0; j < count; j++) {
      const x = values[features[j]]
      into[j] = x
      if (x !== x) complete = false
    }
    return complete
  }

  /**
   * Half of `offset`, see `writeOffset`, less how far the gathered values are below the peaks
   * of the class's densities.
   */
  score(xs: Float64Array, place: number, offset: number): number {
    if (place >= this.rows) return 0.5 * offset
    const { data, count, width } = this
    const means = place * width
    const narrows = means + this.rows * width
    let score = 0.5 * offset
    for (let j = 0; j < count; j++) {
      const distance = xs[j] - data[means + j]
      score -= distance * distance * data[narrows + j]
    }
    return score
  }

  /** The same where some values are absent (NaN); `offset` is of the weight alone. */
  scorePresent(xs: Float64Array, place: number, offset: number): number {
    const { data, count, width } = this
    const means = place * width
    const narrows = means + this.rows * width
    let score = offset
    if (place >= this.rows) return score
    for (let j = 0; j < count; j++) {
      const narrow = data[narrows + j]
      const distance = xs[j] - data[means + j]
      if (narrow > 0 && distance === distance) {
        score += 0.5 * math.log(narrow * (1 / Math.PI)) - distance * distance * narrow
      }
    }
    return score
  }

  /** The logarithm of a density, by River's arithmetic; 0 while it is unknown. */
  logDensity(column: number, place: number, x: number): number {
    if (place >= this.rows) return 0
    const section = this.rows * this.width
    const at = place * this.width + column
    const seen = this.data[at + 2 * section]
    const variance = seen > 1 ? this.data[at + 3 * section] / (seen - 1) : 0
    if (!(variance > 0)) return 0
    const distance = x - this.data[at]
    const exponent = (distance * distance) / (-2 * variance)
    return exponent - HALF_LOG_TAU - 0.5 * nearestLog(variance)
  }

  /** Copies what a column knows of the classes at these places: see `ColumnSummary`. */
  summarise(column: number, places: Int32Array, classes: number, out: ColumnSummary): void {
    const { data, rows, width } = this
    const section = rows * width
    for (let k = 0; k < classes; k++) {
      const known = places[k] < rows
      const at = places[k] * width + column
      const seen = known ? data[at + 2 * section] : 0
      const variance = seen > 1 ? data[at + 3 * section] / (seen - 1) : 0
      out.seen[k] = seen
      out.mean[k] = known ? data[at] : 0
      out.deviation[k] = Math.sqrt(variance)
      out.least[k] = seen > 0 ? data[at + 4 * section] : Infinity
      out.greatest[k] = seen > 0 ? data[at + 5 * section] : -Infinity
    }
  }

  /** True while it knows no density of any class. */
  get isBlank(): boolean {
    const { data, rows, width, count } = this
    for (let row = 0; row < rows; row++) {
      const narrows = (rows + row) * width
      for (let j = 0; j < count; j++) if (data[narrows + j] > 0) return false
    }
    return true
  }

  private reserve(rows: number, width: number): void {
    if (rows <= this.rows && width <= this.width) return
    const toRows = rows > 8 ? Math.max(rows, Math.ceil(1.25 * this.rows)) : Math.max(rows, 1)
    const toWidth = width > this.width ? Math.max(width, Math.ceil(1.5 * this.width)) : this.width
    this.data = relayout(this.data, this.rows, this.width, toRows, toWidth, SECTIONS)
    this.rows = toRows
    this.width = toWidth
  }

  get bytes(): number {
    return this.data.byteLength + this.features.byteLength
  }

  checkState(): void {
    const { data, rows, width, features, count } = this
    const whole = [rows, width, count].every(Number.isSafeInteger) && rows >= 0 && count >= 0
    const fits = data.length === SECTIONS * rows * width
    // Rows without columns would take no bytes, so that any number of them could be told.
    const room = count <= width && count <= features.length && width > 0 === rows > 0
    if (!whole || !fits || !room) {
      throw new SnapshotError('a numeric table must have a row per class')
    }
  }
}

/** What one feature looks like in each class: an entry per class in each array. */
export interface ColumnSummary {
  readonly seen: Float64Array
  readonly mean: Float64Array
  readonly deviation: Float64Array
  readonly least: Float64Array
  readonly greatest: Float64Array
}

/** Room for the summary of a column of so many classes. */
export function summaryFor(classes: number): ColumnSummary {
  const array = () => new Float64Array(classes)
  return { seen: array(), mean: array(), deviation: array(), least: array(), greatest: array() }
}

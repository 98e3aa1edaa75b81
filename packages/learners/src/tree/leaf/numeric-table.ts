import { growInts, math, type Row, relayout, SnapshotError } from '@coelho/core'

const SECTIONS = 6

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
  static readonly state = ['data', 'rows', 'width', 'features', 'count', 'logPeaks'] as const

  data: Float64Array = new Float64Array(0)
  /** How many classes and features there is room for. */
  rows = 0
  width = 0
  /** The feature of each column; the first `count` are valid. */
  features: Int32Array = new Int32Array(0)
  count = 0
  /** Per class the logarithm of its weight in the leaf times the densities' peaks. */
  private logPeaks: Float64Array = new Float64Array(0)

  addFeature(feature: number): number {
    this.features = growInts(this.features, this.count + 1)
    this.features[this.count++] = feature
    this.reserve(this.rows, this.count)
    return this.count - 1
  }

  /** `classWeight` is what the class now weighs in the leaf; 0 if nobody will ask for scores. */
  update(row: Row, place: number, weight: number, classWeight: number): void {
    if (place >= this.rows) this.reserve(place + 1, this.width)
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
    // Each density has its peak at sqrt(narrowness / pi).
    if (classWeight > 0) {
      const squares = math.logProduct(data, narrows, narrows + count, 1 / Math.PI, classWeight ** 2)
      this.logPeaks[place] = 0.5 * squares
    }
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

  /** The logarithm of the class's weight times the density of the gathered values in it. */
  score(xs: Float64Array, place: number): number {
    const { data, count, width } = this
    const means = place * width
    const narrows = means + this.rows * width
    let score = this.logPeaks[place]
    for (let j = 0; j < count; j++) {
      const distance = xs[j] - data[means + j]
      score -= distance * distance * data[narrows + j]
    }
    return score
  }

  /** The logarithm of the density alone, where some values are absent (NaN). */
  scorePresent(xs: Float64Array, place: number): number {
    const { data, count, width } = this
    const means = place * width
    const narrows = means + this.rows * width
    let score = 0
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

  /** Copies what a column knows of each class into `out`: see `ColumnSummary`. */
  summarise(column: number, classes: number, out: ColumnSummary): void {
    const { data, rows, width } = this
    const section = rows * width
    for (let place = 0; place < classes; place++) {
      const at = place * width + column
      const known = place < rows
      const seen = known ? data[at + 2 * section] : 0
      const variance = seen > 1 ? data[at + 3 * section] / (seen - 1) : 0
      out.seen[place] = seen
      out.mean[place] = known ? data[at] : 0
      out.deviation[place] = Math.sqrt(variance)
      out.least[place] = seen > 0 ? data[at + 4 * section] : Infinity
      out.greatest[place] = seen > 0 ? data[at + 5 * section] : -Infinity
    }
  }

  private reserve(rows: number, width: number): void {
    if (rows <= this.rows && width <= this.width) return
    const toRows = rows > 8 ? Math.max(rows, Math.ceil(1.25 * this.rows)) : Math.max(rows, 1)
    const toWidth =
      width > this.width ? Math.max(width, 4, Math.ceil(1.5 * this.width)) : this.width
    this.data = relayout(this.data, this.rows, this.width, toRows, toWidth, SECTIONS)
    const logPeaks = new Float64Array(toRows)
    logPeaks.set(this.logPeaks)
    this.logPeaks = logPeaks
    this.rows = toRows
    this.width = toWidth
  }

  get bytes(): number {
    return this.data.byteLength + this.features.byteLength + this.logPeaks.byteLength
  }

  checkState(): void {
    const { data, rows, width, features, count, logPeaks } = this
    const whole = [rows, width, count].every(Number.isSafeInteger) && rows >= 0 && count >= 0
    const fits = data.length === SECTIONS * rows * width && logPeaks.length === rows
    const room = count <= width && count <= features.length && (width === 0 || rows > 0)
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

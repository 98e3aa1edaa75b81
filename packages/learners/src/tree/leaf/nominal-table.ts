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
import type { MeritBounds } from '../grow/merit-bounds.js'

/** Up to so many categories of a feature have room from the start. */
const FEW = 8

/**
 * What a leaf knows of its nominal features: how much weight each category has in each class.
 *
 * A column per feature takes as many lines as it has met categories (rounded up to a power of
 * two, so that it rarely moves); a line has an entry per class. Lines of all columns stand in
 * one array, and beside the counts the same lines of their logarithms.
 */
export class NominalTable {
  static readonly id = 'tree.NominalTable'
  static readonly state = [
    'counts',
    'totals',
    'rows',
    'features',
    'starts',
    'sizes',
    'count',
  ] as const

  /** Line `starts[j] + code` of column j: an entry per class. */
  private counts: Float64Array = NO_FLOATS
  /** A line per column: the weight of each class. */
  private totals: Float64Array = NO_FLOATS
  /** How many classes there is room for. */
  private rows = 0
  features: Int32Array = NO_INTS
  private starts: Int32Array = NO_INTS
  /** How many categories each column has room for. */
  private sizes: Int32Array = NO_INTS
  count = 0

  // The logarithms of counts and totals; not part of the state.
  private logCounts: Float64Array = NO_FLOATS
  private logTotals: Float64Array = NO_FLOATS

  /** `categories`: so many are known of the feature; room for a few is made at once. */
  addFeature(feature: number, categories = 0): number {
    this.features = growInts(this.features, this.count + 1)
    this.starts = growInts(this.starts, this.count + 1)
    this.sizes = growInts(this.sizes, this.count + 1)
    this.features[this.count] = feature
    this.starts[this.count] = this.lines
    this.sizes[this.count] = 0
    const column = this.count++
    if (this.rows > 0) {
      this.totals = relayout(this.totals, column, this.rows, this.count, this.rows)
      this.workOut()
    }
    if (categories > 0 && categories <= FEW) this.reserveCategories(column, categories)
    return column
  }

  /** How many lines all columns take. */
  private get lines(): number {
    return this.count === 0 ? 0 : this.starts[this.count - 1] + this.sizes[this.count - 1]
  }

  /** `classes`: so many there will be at least. */
  update(row: Row, place: number, weight: number, classes = 0): void {
    const { rows } = this
    if (place >= rows) this.reserveClasses(Math.max(place + 1, classes, Math.ceil(1.5 * rows)))
    const { features, count } = this
    const { values } = row
    for (let j = 0; j < count; j++) {
      const code = values[features[j]]
      if (code !== code) continue
      if (code >= this.sizes[j]) this.reserveCategories(j, code + 1)
      const at = (this.starts[j] + code) * this.rows + place
      const total = j * this.rows + place
      const n = this.counts[at] + weight
      const all = this.totals[total] + weight
      this.counts[at] = n
      this.totals[total] = all
      this.logCounts[at] = math.logCount(n)
      this.logTotals[total] = math.logCount(all)
    }
  }

  /** Adds to each class's score the logarithm of the probability of the event's categories. */
  addScores(row: Row, classes: number, scores: Float64Array): void {
    const { features, starts, sizes, counts, logCounts, logTotals, count, rows } = this
    const { values } = row
    const met = Math.min(classes, rows)
    for (let j = 0; j < count; j++) {
      const code = values[features[j]]
      if (!(code < sizes[j])) continue // absent, or never seen here
      const line = (starts[j] + code) * rows
      const totals = j * rows
      for (let place = 0; place < met; place++) {
        if (counts[line + place] > 0) {
          scores[place] += logCounts[line + place] - logTotals[totals + place]
        }
      }
    }
  }

  /** The logarithm of a category's share of a class, by River's arithmetic; 0 where it has none. */
  logShare(column: number, place: number, code: number): number {
    if (place >= this.rows || !(code < this.sizes[column])) return 0
    const count = this.counts[(this.starts[column] + code) * this.rows + place]
    return count > 0 ? nearestLog(count / this.totals[column * this.rows + place]) : 0
  }

  /** True if to the last bit each of two categories has what the other one leaves. */
  areAll(column: number, a: number, b: number): boolean {
    const { counts, totals, rows, starts } = this
    const lineA = (starts[column] + a) * rows
    const lineB = (starts[column] + b) * rows
    for (let place = 0; place < rows; place++) {
      const all = totals[column * rows + place]
      const atA = counts[lineA + place]
      const atB = counts[lineB + place]
      if (all - atA !== atB || all - atB !== atA) return false
    }
    return true
  }

  /** The weight of all other categories in the classes at these places: `out[at + k]`. */
  restWeights(
    column: number,
    code: number,
    places: Int32Array,
    classes: number,
    out: Float64Array,
    at: number,
  ): void {
    this.classWeights(column, code, places, classes, out, at)
    for (let k = 0; k < classes; k++) {
      const all = places[k] < this.rows ? this.totals[column * this.rows + places[k]] : 0
      out[at + k] = Math.max(0, all - out[at + k])
    }
  }

  /** The weight of one category in the classes at these places: `out[at + k]`. */
  classWeights(
    column: number,
    code: number,
    places: Int32Array,
    classes: number,
    out: Float64Array,
    at: number,
  ): void {
    const line = (this.starts[column] + code) * this.rows
    const inside = code < this.sizes[column]
    for (let k = 0; k < classes; k++) {
      out[at + k] = inside && places[k] < this.rows ? this.counts[line + places[k]] : 0
    }
  }

  /** True if the category was seen in this leaf. */
  hasSeen(column: number, code: number): boolean {
    if (code >= this.sizes[column]) return false // behind it stands the next column
    const line = (this.starts[column] + code) * this.rows
    for (let place = 0; place < this.rows; place++) if (this.counts[line + place] > 0) return true
    return false
  }

  /** Writes down those of the codes that were seen, and tells how many they are. */
  findSeen(column: number, codes: Int32Array, into: Int32Array): number {
    let count = 0
    for (let k = 0; k < codes.length; k++) {
      if (this.hasSeen(column, codes[k])) into[count++] = codes[k]
    }
    return count
  }

  /** Between which bounds the information gain of a feature's best split lies. */
  bound(column: number, bounds: MeritBounds): void {
    bounds.ofCategories(this.counts, this.starts[column] * this.rows, this.sizes[column], this.rows)
  }

  private reserveClasses(rows: number): void {
    this.counts = widened(this.counts, this.lines, this.rows, rows)
    this.totals = widened(this.totals, this.count, this.rows, rows)
    this.rows = rows
    this.workOut()
  }

  /** Gives a column room for more categories; the columns behind it move. */
  private reserveCategories(column: number, needed: number): void {
    const { starts, sizes, rows, lines } = this
    let size = 2
    while (size < needed) size *= 2
    const more = size - sizes[column]
    const end = (starts[column] + sizes[column]) * rows
    sizes[column] = size
    for (let j = column + 1; j < this.count; j++) starts[j] += more
    if (rows === 0) return
    const counts = new Float64Array((lines + more) * rows)
    counts.set(this.counts.subarray(0, end))
    counts.set(this.counts.subarray(end, lines * rows), end + more * rows)
    this.counts = counts
    this.workOut()
  }

  private workOut(): void {
    this.logCounts = logsOf(this.counts)
    this.logTotals = logsOf(this.totals)
  }

  get bytes(): number {
    const lists = this.features.byteLength + this.starts.byteLength + this.sizes.byteLength
    return 2 * (this.counts.byteLength + this.totals.byteLength) + lists
  }

  checkState(): void {
    const { counts, totals, rows, features, starts, sizes, count } = this
    let valid = Number.isSafeInteger(rows) && rows >= 0 && Number.isSafeInteger(count) && count >= 0
    valid &&= count <= Math.min(features.length, starts.length, sizes.length)
    let line = 0
    for (let j = 0; valid && j < count; j++) {
      valid = starts[j] === line && sizes[j] >= 0
      line += sizes[j]
    }
    valid &&= counts.length === line * rows && totals.length === count * rows
    valid &&= rows > 0 ? count > 0 : line === 0
    if (!valid) throw new SnapshotError('a nominal table must have its columns end to end')
    this.workOut()
  }
}

/** So many lines with room for more classes. */
function widened(from: Float64Array, lines: number, rows: number, toRows: number): Float64Array {
  const to = new Float64Array(lines * toRows)
  for (let line = 0; line < lines; line++) {
    for (let row = 0; row < rows; row++) to[line * toRows + row] = from[line * rows + row]
  }
  return to
}

function logsOf(counts: Float64Array): Float64Array {
  const logs = new Float64Array(counts.length)
  for (let k = 0; k < counts.length; k++) if (counts[k] > 0) logs[k] = math.logCount(counts[k])
  return logs
}

import { growFloats, math, SnapshotError } from '@coelho/core'

/** 2^52 values are more than anyone will ever give. */
const MOST_ROWS = 53

/** What a row begins with: how many buckets it has. */
const HEAD = 1

/**
 * The most recent numbers of a stream, as many as have the same mean: an exponential histogram.
 * The newest stand by themselves in row 0; when a row is full, its two oldest buckets become one
 * of the next row. It begins with a single row and grows with the logarithm of its width.
 */
export class AdaptiveWindow {
  static readonly id = 'drift.AdaptiveWindow'
  static readonly state = ['capacity', 'rows', 'width', 'total', 'spread', 'cells'] as const

  /** A row that has so many buckets is full. */
  readonly capacity: number
  private rows = 1
  /** How many numbers are in the window. */
  width = 0
  /** Their sum. */
  total = 0
  /** The sum of their squared distances from their mean. */
  spread = 0
  /** For each row how many buckets it has, and then of each, the oldest first, total and spread. */
  private cells: Float64Array

  constructor(capacity = 6) {
    this.capacity = capacity
    this.cells = new Float64Array(HEAD + 2 * capacity)
  }

  /** Forgets all numbers. */
  clear(): void {
    this.rows = 1
    this.width = 0
    this.total = 0
    this.spread = 0
    this.cells[0] = 0
  }

  add(x: number): void {
    const { cells, width } = this
    if (width > 0) {
      const distance = x - this.total / width
      this.spread += (width * distance * distance) / (width + 1)
    }
    this.width = width + 1
    this.total += x
    const count = cells[0]
    cells[0] = count + 1
    cells[HEAD + 2 * count] = x
    cells[HEAD + 2 * count + 1] = 0
    if (count + 1 === this.capacity) this.merge()
  }

  /** Two buckets of a row become one of the next, until a row has room left. */
  private merge(): void {
    const { capacity } = this
    const stride = HEAD + 2 * capacity
    let size = 1
    let share = 1 // a power of two: to multiply by it is to divide by the size
    for (let row = 0; this.cells[row * stride] === capacity; row++) {
      if (row + 1 === this.rows) this.addRow(stride)
      const { cells } = this
      const start = row * stride
      const first = start + HEAD
      const apart = cells[first] * share - cells[first + 2] * share
      const next = start + stride
      const place = next + HEAD + 2 * cells[next]
      cells[next] += 1
      cells[place] = cells[first] + cells[first + 2]
      cells[place + 1] = cells[first + 1] + cells[first + 3] + size * 0.5 * apart * apart
      for (let at = first; at < next - 4; at++) cells[at] = cells[at + 4]
      cells[start] = capacity - 2
      size *= 2
      share /= 2
    }
  }

  private addRow(stride: number): void {
    const start = this.rows * stride
    this.cells = growFloats(this.cells, start + stride)
    this.cells[start] = 0
    this.rows += 1
  }

  /**
   * Drops the oldest buckets as long as somewhere in the window the older numbers have another
   * mean than the newer ones; true if it dropped any.
   */
  shrink(delta: number, minLength: number): boolean {
    const { width } = this
    while (this.hasCut(delta, minLength)) this.dropOldest()
    return this.width < width
  }

  /**
   * True if at some place between two buckets the means of the older and the newer numbers differ
   * by more than chance would explain:
   * sqrt(2 m variance ln(2 ln(width) / delta)) + 2/3 m ln(2 ln(width) / delta), where m is the
   * sum of the reciprocals of both lengths.
   */
  private hasCut(delta: number, minLength: number): boolean {
    const { cells, width, rows, capacity } = this
    if (width < 2) return false
    const stride = HEAD + 2 * capacity
    const spare = 1 - minLength
    const doubt = math.log((2 * math.log(width)) / delta)
    const variance = this.spread / width
    const noise = 2 * variance * doubt
    let n0 = 0
    let n1 = width
    let u0 = 0
    let u1 = this.total
    let size = 2 ** (rows - 1)
    for (let row = rows - 1; row >= 0; row--) {
      const start = row * stride + HEAD
      const end = start + 2 * cells[row * stride]
      for (let at = start; at < end; at += 2) {
        n0 += size
        n1 -= size
        if (n1 < minLength || n1 < 1) return false
        u0 += cells[at]
        u1 -= cells[at]
        if (n0 < minLength) continue
        // The first term of the bound, squared and without a division: nearly always it decides.
        const a = n0 + spare
        const b = n1 + spare
        const product = n0 * n1
        const apart = u0 * n1 - u1 * n0
        if (apart * apart * a * b <= noise * (a + b) * product * product) continue
        const m = 1 / a + 1 / b
        const bound = Math.sqrt(2 * m * variance * doubt) + (2 / 3) * doubt * m
        if (Math.abs(u0 / n0 - u1 / n1) > bound) return true
      }
      size /= 2
    }
    return false
  }

  private dropOldest(): void {
    const { cells } = this
    const stride = HEAD + 2 * this.capacity
    let start = (this.rows - 1) * stride
    const size = 2 ** (this.rows - 1)
    const first = start + HEAD
    const mean = cells[first] / size
    this.width -= size
    this.total -= cells[first]
    const { width } = this
    const apart = mean - this.total / width
    this.spread -= cells[first + 1] + (size * width * apart * apart) / (size + width)
    const end = first + 2 * cells[start]
    for (let at = first; at < end - 2; at++) cells[at] = cells[at + 2]
    cells[start] -= 1
    // With one bucket a row, the rows below may be empty too.
    while (cells[start] === 0 && start > 0) {
      this.rows -= 1
      start -= stride
    }
  }

  checkState(): void {
    const { capacity, rows, width, total, spread, cells } = this
    const stride = HEAD + 2 * capacity
    const sized =
      Number.isSafeInteger(capacity) && capacity >= 2 && Number.isSafeInteger(rows) && rows >= 1
    if (!sized || rows > MOST_ROWS || cells.length < rows * stride) {
      throw new SnapshotError('an adaptive window must have room for its rows', rows)
    }
    let held = 0
    for (let row = 0; row < rows; row++) {
      const count = cells[row * stride]
      if (!Number.isInteger(count) || count < 0 || count >= capacity) {
        throw new SnapshotError('a row of an adaptive window must not be full', count)
      }
      held += count * 2 ** row
    }
    if (held !== width || Number.isNaN(total) || Number.isNaN(spread)) {
      throw new SnapshotError('an adaptive window must be as wide as its buckets', width)
    }
  }
}

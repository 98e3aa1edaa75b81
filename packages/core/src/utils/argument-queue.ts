import { SnapshotError } from '../errors.js'
import { growFloats } from '../memory/grow.js'
import { callWith, isWeight, type Loose, ownCopy } from './arguments.js'

/** How many arguments an update may have; one column more is for times. */
export const MOST_ARGUMENTS = 6
const TIME = MOST_ARGUMENTS

/** What a column holds: nothing so far, numbers, the `w` of objects with only that, anything. */
const NONE = 0
const NUMBERS = 1
const WEIGHTS = 2
const VALUES = 3

/** When a window is looked over: not before so many have left it, and after so many looks. */
const FEW = 16
const MANY = 64
const MUCH_LARGER = 100

type Column = Float64Array | unknown[] | null

/**
 * The arguments of updates, oldest first: a ring with a column for each argument. Numbers and
 * weights lie in typed arrays, so that an update leaves no garbage; a column that gets something
 * else holds values from then on.
 */
export class ArgumentQueue {
  static readonly id = 'utils.ArgumentQueue'
  static readonly state = [
    'kinds',
    'columns',
    'first',
    'count',
    'gone',
    'turns',
    'largest',
  ] as const

  private readonly kinds: Uint8Array = new Uint8Array(MOST_ARGUMENTS + 1)
  private readonly columns: Column[] = Array<Column>(MOST_ARGUMENTS + 1).fill(null)
  private first = 0 // the place of the oldest
  private room = 0 // of every column
  private readonly weight: { w: number } = { w: 1 } // handed out for the one that is read back
  count = 0
  private gone = 0 // how many have left since it was last asked whether to count anew
  private turns = 0 // how often that was since it last was so
  private largest = 0 // of the numbers that have left since then, by size

  /** Puts the arguments of an update in, as the youngest; those not given are undefined. */
  push(a: unknown, b: unknown, c: unknown, d: unknown, e: unknown, f: unknown): void {
    const row = this.open()
    this.set(0, row, a)
    this.set(1, row, b)
    this.set(2, row, c)
    this.set(3, row, d)
    this.set(4, row, e)
    this.set(5, row, f)
  }

  /** The same for so many numbers. */
  pushTerms(terms: Float64Array, width: number): void {
    const row = this.open()
    for (let k = 0; k < width; k++) {
      if (this.kinds[k] === NONE) this.begin(k, NUMBERS)
      ;(this.columns[k] as Float64Array)[this.placeOf(row)] = terms[k]
    }
  }

  /** The numbers of an update; 0 is the oldest. */
  readTerms(row: number, terms: Float64Array, width: number): void {
    const at = this.placeOf(row)
    for (let k = 0; k < width; k++) terms[k] = (this.columns[k] as Float64Array)[at]
  }

  /** Lets the oldest go. */
  shift(): void {
    for (let k = 0; k < MOST_ARGUMENTS; k++) {
      if (this.kinds[k] === VALUES) (this.columns[k] as unknown[])[this.first] = undefined
    }
    this.count -= 1
    this.first = this.room > 0 && this.count > 0 ? (this.first + 1) % this.room : 0
  }

  /** Lets the oldest go, and remembers how large its numbers were. */
  drop(): void {
    this.largest = Math.max(this.largest, this.sizeOf(0))
    this.gone += 1
    this.shift()
  }

  /**
   * Whether what is computed should be computed anew, asked once in a turn of the window: sums
   * from which far larger numbers were taken back are left with their errors of rounding, and
   * after many turns small ones add up.
   */
  isStale(): boolean {
    if (this.gone < FEW || this.gone < this.count) return false
    this.gone = 0
    this.turns += 1
    let size = 0
    for (let row = 0; row < this.count; row++) size = Math.max(size, this.sizeOf(row))
    if (this.largest <= MUCH_LARGER * size && this.turns < MANY) return false
    this.turns = 0
    this.largest = 0
    return true
  }

  /** When the youngest happened; it takes its place among the others, behind those of its time. */
  settle(time: number): void {
    const last = this.count - 1
    this.set(TIME, last, time)
    let row = last
    while (row > 0 && this.timeOf(row - 1) > time) row--
    if (row < last) this.move(last, row)
  }

  timeOf(row: number): number {
    return (this.columns[TIME] as Float64Array)[this.placeOf(row)]
  }

  /** Calls a method with the arguments of an update. */
  call(target: Loose, method: string, row: number): void {
    const at = this.placeOf(row)
    const a = this.read(0, at)
    const b = this.read(1, at)
    const c = this.read(2, at)
    const d = this.read(3, at)
    callWith(target, method, a, b, c, d, this.read(4, at), this.read(5, at))
  }

  /** Throws unless it is one of updates that are so many numbers, or of any where that is 0. */
  check(limit: number, width: number, timed: boolean): void {
    const { kinds, columns, first, count } = this
    const whole = Number.isSafeInteger(first) && Number.isSafeInteger(count)
    if (kinds.length !== columns.length || columns.length !== MOST_ARGUMENTS + 1) {
      throw new SnapshotError('a window must have a column for each argument', columns.length)
    }
    const some = columns.find((column) => column !== null)
    this.room = some ? (some as ArrayLike<unknown>).length : 0
    const bound = some ? this.room : limit
    if (!whole || count < 0 || count > Math.min(limit, bound) || first < 0) {
      throw new SnapshotError(`a window must have at most ${limit} updates`, count)
    }
    if (first > 0 && (first >= this.room || count === 0)) {
      throw new SnapshotError('a window must know its oldest update', first)
    }
    if (!(this.largest >= 0 && this.gone >= 0 && this.turns >= 0)) {
      throw new SnapshotError('a window must know what has left it', this.largest)
    }
    for (let k = 0; k <= TIME; k++) this.checkColumn(k)
    for (let k = 0; k < width; k++) {
      const held = count === 0 || kinds[k] === NUMBERS
      if (held && (columns[k] as Float64Array | null)?.every(Number.isFinite) !== false) continue
      throw new SnapshotError('a window over a metric must hold its numbers', kinds[k])
    }
    if (timed) this.checkTimes()
  }

  private checkColumn(k: number): void {
    const kind = this.kinds[k]
    const column = this.columns[k]
    const isTyped = kind === NUMBERS || kind === WEIGHTS
    const fits =
      (kind === NONE && column === null) ||
      (isTyped && column instanceof Float64Array && column.length === this.room) ||
      (kind === VALUES && Array.isArray(column) && column.length === this.room)
    if (!fits) throw new SnapshotError('a column of a window must be of its kind and size', kind)
  }

  private checkTimes(): void {
    for (let row = 0; row < this.count; row++) {
      const isTime = this.kinds[TIME] === NUMBERS && Number.isFinite(this.timeOf(row))
      if (isTime && (row === 0 || this.timeOf(row - 1) <= this.timeOf(row))) continue
      throw new SnapshotError('a window must have its updates in the order of their times')
    }
  }

  /** A new row at the end. */
  private open(): number {
    if (this.count === this.room && this.room > 0) this.grow()
    return this.count++
  }

  /** The largest of the numbers in a row. */
  private sizeOf(row: number): number {
    const at = this.placeOf(row)
    let size = 0
    for (let k = 0; k < MOST_ARGUMENTS; k++) {
      if (this.kinds[k] !== NUMBERS) continue
      size = Math.max(size, Math.abs((this.columns[k] as Float64Array)[at]))
    }
    return size
  }

  private placeOf(row: number): number {
    const at = this.first + row
    return at < this.room ? at : at - this.room
  }

  private set(k: number, row: number, value: unknown): void {
    const kind = this.kinds[k]
    if (kind === NONE) {
      if (value === undefined) return
      // Rows before this one had nothing here, which only values and weights can say.
      const isFirst = row === 0
      if (typeof value === 'number' && isFirst) this.begin(k, NUMBERS)
      else this.begin(k, isWeight(value) && !this.kinds.includes(WEIGHTS) ? WEIGHTS : VALUES)
      this.set(k, row, value)
      return
    }
    const at = this.placeOf(row)
    if (kind === NUMBERS && typeof value === 'number') (this.columns[k] as Float64Array)[at] = value
    else if (kind === WEIGHTS && value === undefined) (this.columns[k] as Float64Array)[at] = NaN
    else if (kind === WEIGHTS && isWeight(value)) (this.columns[k] as Float64Array)[at] = value.w
    else {
      if (kind !== VALUES) this.loosen(k)
      ;(this.columns[k] as unknown[])[at] = ownCopy(value)
    }
  }

  private begin(k: number, kind: number): void {
    if (this.room === 0) this.room = Math.max(4, this.count)
    this.kinds[k] = kind
    if (kind === VALUES) this.columns[k] = Array<unknown>(this.room).fill(undefined)
    else this.columns[k] = new Float64Array(this.room).fill(kind === WEIGHTS ? NaN : 0)
  }

  /** From numbers or weights to values. */
  private loosen(k: number): void {
    const values = Array<unknown>(this.room).fill(undefined)
    for (let row = 0; row < this.count; row++) {
      const at = this.placeOf(row)
      const value = this.read(k, at)
      values[at] = value === this.weight ? { w: this.weight.w } : value
    }
    this.columns[k] = values
    this.kinds[k] = VALUES
  }

  private read(k: number, at: number): unknown {
    const kind = this.kinds[k]
    if (kind === NONE) return undefined
    if (kind !== WEIGHTS) return (this.columns[k] as ArrayLike<unknown>)[at]
    const w = (this.columns[k] as Float64Array)[at]
    if (Number.isNaN(w)) return undefined
    this.weight.w = w
    return this.weight
  }

  private grow(): void {
    const { room, first } = this
    const larger = growFloats(new Float64Array(room), room + 1).length
    for (let k = 0; k <= TIME; k++) {
      const column = this.columns[k]
      if (!column) continue
      if (column instanceof Float64Array) {
        const next = new Float64Array(larger).fill(this.kinds[k] === WEIGHTS ? NaN : 0)
        next.set(column.subarray(first))
        next.set(column.subarray(0, first), room - first)
        this.columns[k] = next
      } else {
        const rest = Array<unknown>(larger - room).fill(undefined)
        this.columns[k] = column.slice(first).concat(column.slice(0, first), rest)
      }
    }
    this.first = 0
    this.room = larger
  }

  /** Takes a row out and puts it in before another; those between move up. */
  private move(from: number, to: number): void {
    for (let k = 0; k <= TIME; k++) {
      const column = this.columns[k] as unknown[] | null
      if (!column) continue
      const moved = column[this.placeOf(from)]
      for (let row = from; row > to; row--) {
        column[this.placeOf(row)] = column[this.placeOf(row - 1)]
      }
      column[this.placeOf(to)] = moved
    }
  }
}

import type { Label } from '../../data/labels.js'
import { InvalidInputError } from '../../errors.js'
import { growFloats } from '../../memory/grow.js'
import { NO_FLOATS } from '../../memory/none.js'
import { FlatDistances } from './flat-distances.js'
import { RecordDistance } from './record-distance.js'

/** A place: numbers by name, or a list of numbers. */
export type Point = Readonly<Record<string, unknown>> | ArrayLike<number>
/** Centres by label; a list of them, whose labels are their places; or all in one flat array. */
export type Centers =
  | ReadonlyMap<Label, Point>
  | Readonly<Record<string, Point>>
  | readonly Point[]
  | Float64Array
  | Float32Array

/** The distances of a point from centres, as far as they are asked for: squared. */
export class Distances {
  private readonly who: string
  private readonly records: RecordDistance = new RecordDistance()
  private readonly flat: FlatDistances = new FlatDistances()
  private squares: Float64Array = NO_FLOATS
  count = 0
  isAssigned = false
  own = 0 // from the centre it was assigned to
  second = 0 // the second nearest, or the second farthest
  private readonly sign: number

  /** `sign` is 1 if the second nearest is asked for, -1 for the second farthest. */
  constructor(who: string, sign: 1 | -1) {
    this.who = who
    this.sign = sign
  }

  /** From all centres. */
  measure(x: unknown, label: unknown, centers: unknown): void {
    this.count = 0
    this.isAssigned = false
    if (centers instanceof Float64Array || centers instanceof Float32Array) {
      this.fromFlat(x, label, centers)
    } else {
      this.records.read(x)
      this.fromEach(x, label, centers)
    }
    this.order()
  }

  private fromEach(x: unknown, label: unknown, centers: unknown): void {
    if (Array.isArray(centers)) {
      for (let i = 0; i < centers.length; i++) this.take(x, centers[i], i === label)
    } else if (centers instanceof Map) {
      const own = centers.get(label)
      for (const center of centers.values()) this.take(x, center, center === own)
    } else if (typeof centers === 'object' && centers !== null) {
      const name = String(label)
      const own = Object.hasOwn(centers, name) ? Reflect.get(centers, name) : undefined
      // Much faster than a look-up for each name, above all where the names are whole numbers.
      const list = Object.values(centers)
      for (let i = 0; i < list.length; i++) this.take(x, list[i], list[i] === own)
    } else {
      throw new InvalidInputError(this.who, 'centers must be a Map, an object or a list', centers)
    }
  }

  private fromFlat(x: unknown, label: unknown, centers: Float64Array | Float32Array): void {
    const width = isList(x) ? x.length : 0
    if (!isList(x) || width === 0 || centers.length % width !== 0) {
      const expected = 'flat centers need an x that is a list, as long as each of them'
      throw new InvalidInputError(this.who, expected, x)
    }
    const count = centers.length / width
    this.squares = growFloats(this.squares, count)
    const { squares } = this
    if (x instanceof Float64Array) this.flat.measure(x, centers, squares)
    else for (let i = 0; i < count; i++) squares[i] = listDistance(x, centers, i * width)
    this.count = count
    if (typeof label !== 'number' || !(label >= 0 && label < count)) return
    this.own = squares[label]
    this.isAssigned = Number.isInteger(label)
  }

  private take(x: unknown, center: unknown, isOwn: boolean): void {
    const at = this.count
    this.squares = growFloats(this.squares, at + 1)
    const { squares } = this
    if (!this.records.measure(center, squares, at)) this.takeAny(x, center)
    this.count = at + 1
    if (!isOwn) return
    this.own = squares[at]
    this.isAssigned = true
  }

  private takeAny(x: unknown, center: unknown): void {
    const { squares, count } = this
    if (isList(x) && isList(center)) {
      if (x.length !== center.length) {
        const expected = `a centre must have as many numbers as x (${x.length})`
        throw new InvalidInputError(this.who, expected, center.length)
      }
      squares[count] = listDistance(x, center, 0)
    } else if (isRecord(x) && isRecord(center)) {
      this.records.measureAny(x, center, squares, count)
    } else {
      const expected = 'x and its centres must all be objects of numbers, or all lists of numbers'
      throw new InvalidInputError(this.who, expected, isRecord(x) || isList(x) ? center : x)
    }
  }

  /** Finds the second one, and whether something is no number. */
  private order(): void {
    const { squares, count, sign } = this
    let first = Infinity
    let next = Infinity
    let total = 0
    for (let i = 0; i < count; i++) {
      const distance = sign * squares[i]
      total += distance
      next = Math.min(next, Math.max(first, distance))
      first = Math.min(first, distance)
    }
    this.second = sign * next
    if (Math.abs(total) < Infinity) return
    throw new InvalidInputError(this.who, 'x and its centres must hold finite numbers', total)
  }
}

/** Squared; NaN if something is no number. */
function listDistance(x: ArrayLike<number>, center: ArrayLike<number>, from: number): number {
  let sum = 0
  for (let j = 0; j < x.length; j++) {
    const a: unknown = x[j]
    const b: unknown = center[from + j]
    const gap = typeof a === 'number' && typeof b === 'number' ? a - b : Number.NaN
    sum += gap * gap
  }
  return sum
}

function isList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Map)
}

import { growFloats, growInts, NO_FLOATS, NO_INTS, SnapshotError } from '@coelho/core'
import { addGradHess, GRAD_HESS } from './grad-hess.js'

/** What the events of each category say of the loss, in the order in which categories came. */
export class CategorySums {
  static readonly id = 'tree.CategorySums'
  static readonly state = ['codes', 'sums', 'count', 'places'] as const

  /** The codes of the categories; the first `count` are valid. */
  private codes: Int32Array = NO_INTS
  sums: Float64Array = NO_FLOATS
  private count = 0
  /** By code its place + 1. */
  private places: Int32Array = NO_INTS

  update(code: number, gradient: number, hessian: number, weight: number): void {
    const place = code < this.places.length ? this.places[code] : 0
    const at = place > 0 ? place - 1 : this.add(code)
    addGradHess(this.sums, at * GRAD_HESS, gradient, hessian, weight)
  }

  private add(code: number): number {
    const place = this.count++
    this.places = growInts(this.places, code + 1)
    this.codes = growInts(this.codes, this.count)
    this.sums = growFloats(this.sums, this.count * GRAD_HESS)
    this.places[code] = place + 1
    this.codes[place] = code
    return place
  }

  get known(): Int32Array {
    return this.codes.slice(0, this.count)
  }

  checkState(): void {
    const { codes, sums, count, places } = this
    let valid = Number.isSafeInteger(count) && count >= 0 && count <= codes.length
    valid &&= sums.length >= count * GRAD_HESS
    for (let k = 0; valid && k < count; k++) {
      valid = sums[k * GRAD_HESS] > 0 && places[codes[k]] === k + 1
    }
    valid &&= places.reduce((known, place) => known + Number(place !== 0), 0) === count
    if (!valid) throw new SnapshotError('the categories of a feature must be numbered')
  }
}

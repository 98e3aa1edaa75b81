import { growInts, SnapshotError } from '@coelho/core'

/** Classes in the order in which a leaf met them: River breaks ties by that order. */
export class ClassList {
  static readonly id = 'tree.ClassList'
  static readonly state = ['codes', 'count', 'places'] as const

  /** The label codes, in order of arrival; the first `count` are valid. */
  codes: Int32Array = new Int32Array(2)
  count = 0
  /** By label code its place in `codes` plus 1, or 0. */
  private places: Int32Array = new Int32Array(2)

  /** The place of a label code, or -1. */
  find(code: number): number {
    // The first two are in memory that is read anyway.
    if (this.count > 0 && this.codes[0] === code) return 0
    if (this.count > 1 && this.codes[1] === code) return 1
    return code >= 0 && code < this.places.length ? this.places[code] - 1 : -1
  }

  /** The place of a label code, which is given the next one if it is new. */
  add(code: number): number {
    const place = this.find(code)
    if (place >= 0) return place
    this.codes = growInts(this.codes, this.count + 1)
    this.places = growInts(this.places, code + 1)
    this.codes[this.count] = code
    this.places[code] = ++this.count
    return this.count - 1
  }

  /** The label code that is first by rank, or -1. */
  first(ranks: Int32Array): number {
    const { codes, count } = this
    let first = count > 0 ? codes[0] : -1
    for (let k = 1; k < count; k++) if (ranks[codes[k]] < ranks[first]) first = codes[k]
    return first
  }

  get bytes(): number {
    return this.codes.byteLength + this.places.byteLength
  }

  checkState(): void {
    let known = 0
    for (const place of this.places) if (place !== 0) known++
    let valid = known === this.count && this.count <= this.codes.length
    for (let k = 0; valid && k < this.count; k++) valid = this.find(this.codes[k]) === k
    if (!valid) throw new SnapshotError('the classes of a leaf must each have one place')
  }
}

import { growFloats, growInts, NO_FLOATS, NO_INTS, type Row, type Schema } from '@coelho/core'

/** Terms as the places that their hashes lead to, each with what is added there. */
export class Places {
  private readonly most: number
  private readonly isPower: boolean
  private readonly alternateSign: boolean
  private places: Int32Array = NO_INTS
  private sizes: Float64Array = NO_FLOATS
  private features: Int32Array = NO_INTS
  count = 0
  /** How many features there were before the last write, and the places it added. */
  private base = 0
  private newPlaces: Int32Array = NO_INTS
  private newCount = 0

  constructor(most: number, alternateSign: boolean) {
    this.most = most
    this.isPower = (most & (most - 1)) === 0
    this.alternateSign = alternateSign
  }

  private placeOf(hash: number): number {
    const { most } = this
    return this.isPower ? hash & (most - 1) : ((hash % most) + most) % most
  }

  private makeRoom(count: number): void {
    if (count <= this.features.length) return
    this.places = growInts(this.places, count)
    this.sizes = growFloats(this.sizes, count)
    this.features = growInts(this.features, count)
  }

  /** Adds a term by its hash: half of the hashes are below 0, and count against. */
  add(hash: number, size: number): void {
    this.makeRoom(this.count + 1)
    this.places[this.count] = this.placeOf(hash)
    this.sizes[this.count++] = hash < 0 && this.alternateSign ? -size : size
  }

  /** Takes terms by their hashes, each of which counts 1. */
  take(hashes: Int32Array, count: number): void {
    this.makeRoom(count)
    const { places, sizes } = this
    const twice = this.alternateSign ? 2 : 0
    for (let k = 0; k < count; k++) {
      places[k] = this.placeOf(hashes[k])
      sizes[k] = 1 + twice * (hashes[k] >> 31) // no branch: none could be foretold
    }
    this.count = count
  }

  /**
   * Writes what is at each place; those that meet are added up. The features are put in order at
   * once where the same event may come with its names in another order: sums are then the same.
   */
  write(who: string, output: Schema, out: Row, inOrder: boolean): void {
    const { places, sizes, features, count } = this
    this.base = output.size
    output.addNumbers(who, places, count, features)
    this.noteNew(output.size - this.base)
    out.clear()
    out.sum(features, sizes, count, output.size)
    if (!inOrder) {
      out.sealLater(output.size)
      return
    }
    if (out.count < count && !this.isWhole) this.sumBySize(out)
    out.seal(output.size)
  }

  /** True if all sizes are whole: then the order in which they are added up does not matter. */
  private get isWhole(): boolean {
    const { sizes, count } = this
    for (let k = 0; k < count; k++) if (!Number.isSafeInteger(sizes[k])) return false
    return true
  }

  /** Sums of fractions, anew in an order that is the same in whichever the names came. */
  private sumBySize(out: Row): void {
    const { sizes, features, count } = this
    const order = Array.from({ length: count }, (_, k) => k)
    order.sort((a, b) => sizes[a] - sizes[b])
    const sorted = Float64Array.from(order, (k) => sizes[k])
    out.clear()
    out.sum(
      Int32Array.from(order, (k) => features[k]),
      sorted,
      count,
      out.width,
    )
  }

  private noteNew(newCount: number): void {
    this.newCount = newCount
    if (newCount === 0) return
    this.newPlaces = growInts(this.newPlaces, newCount)
    const { base, places, features, newPlaces, count } = this
    for (let k = 0; k < count; k++) {
      if (features[k] >= base) newPlaces[features[k] - base] = places[k]
    }
  }

  /**
   * True if what was written last is still so: what was new then was kept, or was taken back and
   * is now added again as it was.
   */
  isThere(who: string, output: Schema): boolean {
    const { base, newCount, newPlaces, features } = this
    if (newCount === 0) return true
    output.addNumbers(who, newPlaces, newCount, features)
    for (let k = 0; k < newCount; k++) if (features[k] !== base + k) return false
    return true
  }
}

import { growBytes, growFloats, growInts, NO_FLOATS, NO_INTS, SnapshotError } from '@coelho/core'

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0)

/** Room for more than this is given back: few have so many. */
const KEPT = 32

/** Slots in the order in which they came, each with a length and a mark; they are few. */
export class Links {
  static readonly id = 'neighbors.Links'
  static readonly state: readonly string[] = ['slots', 'lengths', 'fresh', 'size']

  slots: Int32Array = NO_INTS
  lengths: Float64Array = NO_FLOATS
  /** 1: not looked at since it was made. */
  fresh: Uint8Array = NO_BYTES
  size = 0

  /** Where a slot is; -1: nowhere. */
  placeOf(slot: number): number {
    const { slots, size } = this
    for (let k = 0; k < size; k++) if (slots[k] === slot) return k
    return -1
  }

  has(slot: number): boolean {
    return this.placeOf(slot) >= 0
  }

  /** Appends a slot, or gives it another length where it is. */
  put(slot: number, length: number): void {
    let place = this.placeOf(slot)
    if (place < 0) {
      place = this.size++
      this.slots = growInts(this.slots, this.size)
      this.lengths = growFloats(this.lengths, this.size)
      this.fresh = growBytes(this.fresh, this.size)
      this.slots[place] = slot
    }
    this.lengths[place] = length
    this.fresh[place] = 1
  }

  delete(slot: number): void {
    const place = this.placeOf(slot)
    if (place < 0) return
    const { slots, lengths, fresh } = this
    const last = --this.size
    for (let k = place; k < last; k++) {
      slots[k] = slots[k + 1]
      lengths[k] = lengths[k + 1]
      fresh[k] = fresh[k + 1]
    }
    slots[last] = 0
    lengths[last] = 0
    fresh[last] = 0
  }

  clear(): void {
    this.size = 0
    if (this.slots.length > KEPT) {
      this.slots = NO_INTS
      this.lengths = NO_FLOATS
      this.fresh = NO_BYTES
      return
    }
    this.slots.fill(0)
    this.lengths.fill(0)
    this.fresh.fill(0)
  }

  /** The first of those with the greatest length; -1: there is none. */
  longest(): number {
    const { slots, lengths, size } = this
    let most = -1
    let worst = -1
    for (let k = 0; k < size; k++) {
      if (lengths[k] <= most) continue
      most = lengths[k]
      worst = slots[k]
    }
    return worst
  }

  /** Copies the slots. */
  list(): Int32Array {
    return this.slots.slice(0, this.size)
  }

  checkState(): void {
    const { slots, lengths, fresh, size } = this
    const room = slots.length
    const isSize = Number.isSafeInteger(size) && size >= 0 && size <= room
    if (!isSize || lengths.length < room || fresh.length < room) {
      throw new SnapshotError('links must have a slot and a length each', size)
    }
    for (let k = 0; k < size; k++) {
      if (lengths[k] >= 0 && fresh[k] <= 1 && this.placeOf(slots[k]) === k) continue
      throw new SnapshotError('a link must have a length and a slot of its own', slots[k])
    }
  }
}

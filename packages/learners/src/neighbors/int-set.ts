import { NO_INTS } from '@coelho/core'

interface Keys {
  readonly slots: Int32Array
  readonly size: number
}

const FREE = -1
const GONE = -2
/** As CPython does: so many places further are tried before the next jump. */
const LINEAR_PROBES = 9
const SMALLEST = 8

/**
 * River: a set of whole numbers of at least 0 that lists them in the order in which CPython 3.11
 * does, which follows the places of its hash table. What SWINN draws depends on it.
 */
export class IntSet {
  private table: Int32Array = new Int32Array(SMALLEST).fill(FREE)
  private mask: number = SMALLEST - 1
  /** Numbers, and places where one was. */
  private fill = 0
  size = 0
  /** By the logarithm of their size: tables to use again. */
  private readonly used: Int32Array[] = []
  /** The last place that a search came by where a number was; -1: none. */
  private lastGone = -1

  static of(numbers: Iterable<number>): IntSet {
    const set = new IntSet()
    for (const number of numbers) set.add(number)
    return set
  }

  /** The union of the keys of two dicts. */
  setToUnion(a: Keys, b: Keys): void {
    this.clear()
    if (a.size * 5 >= this.mask * 3) this.resize(a.size * 2)
    this.addNew(a)
    this.addNew(b)
  }

  /** Adds keys to a set out of which none was taken. */
  private addNew({ slots, size }: Keys): void {
    let { table, mask, fill } = this
    for (let k = 0; k < size; k++) {
      const number = slots[k]
      const place = newPlace(table, mask, number)
      if (table[place] === number) continue
      table[place] = number
      fill += 1
      if (fill * 5 < mask * 3) continue
      this.fill = fill
      this.size = fill
      this.resize(fill * 4)
      table = this.table
      mask = this.mask
    }
    this.fill = fill
    this.size = fill
  }

  has(number: number): boolean {
    return this.table[this.placeOf(number)] === number
  }

  add(number: number): void {
    const place = this.placeOf(number)
    if (this.table[place] === number) return
    this.size += 1
    if (this.lastGone >= 0) {
      this.table[this.lastGone] = number
      return
    }
    this.table[place] = number
    this.fill += 1
    if (this.fill * 5 >= this.mask * 3) this.resize(this.size * 4)
  }

  delete(number: number): void {
    const place = this.placeOf(number)
    if (this.table[place] !== number) return
    this.table[place] = GONE
    this.size -= 1
  }

  clear(): void {
    this.take(SMALLEST)
    this.fill = 0
    this.size = 0
  }

  /** Adds all of another set. */
  merge(other: IntSet): void {
    if (other.size === 0) return
    if ((this.fill + other.size) * 5 >= this.mask * 3) this.resize((this.size + other.size) * 2)
    if (this.fill === 0 && this.mask === other.mask && other.fill === other.size) {
      this.table.set(other.table)
      this.fill = other.fill
      this.size = other.size
      return
    }
    if (this.fill > 0) {
      for (const number of other.table) if (number >= 0) this.add(number)
      return
    }
    for (const number of other.table) if (number >= 0) this.table[this.placeOf(number)] = number
    this.fill = other.size
    this.size = other.size
  }

  /** A new set of what is in both. */
  intersection(other: IntSet): IntSet {
    const [large, small] = other.size > this.size ? [other, this] : [this, other]
    const both = new IntSet()
    for (const number of small.table) if (number >= 0 && large.has(number)) both.add(number)
    return both
  }

  /** Takes away all of another set. */
  subtract(other: IntSet): void {
    for (const number of other.table) if (number >= 0) this.delete(number)
    if (this.fill - this.size > Math.floor(this.mask / 4)) this.resize(this.size * 4)
  }

  /** Writes the numbers in their order; returns how many there are. */
  writeTo(list: Int32Array): number {
    const { table, mask } = this
    let count = 0
    for (let place = 0; place <= mask; place++) {
      if (table[place] >= 0) list[count++] = table[place]
    }
    return count
  }

  toArray(): Int32Array {
    return this.table.filter((number) => number >= 0)
  }

  /** Where a number is, else the first free place; on the way it notes what may be used again. */
  private placeOf(number: number): number {
    const { table, mask } = this
    this.lastGone = -1
    let perturb = number
    let place = number & mask
    for (;;) {
      const last = place + LINEAR_PROBES <= mask ? place + LINEAR_PROBES : place
      for (let at = place; at <= last; at++) {
        if (table[at] === number || table[at] === FREE) return at
        if (table[at] === GONE) this.lastGone = at
      }
      perturb >>>= 5
      place = (place * 5 + 1 + perturb) & mask
    }
  }

  private resize(least: number): void {
    let size = SMALLEST
    while (size <= least) size *= 2
    const old = this.table
    this.take(size)
    const { table, mask } = this
    for (let place = 0; place < old.length; place++) {
      const number = old[place]
      if (number >= 0) table[newPlace(table, mask, number)] = number
    }
    this.fill = this.size
  }

  /** An empty table: one that was used before, but not the present one, or a new one. */
  private take(size: number): void {
    const { used } = this
    const known = 31 - Math.clz32(size)
    while (used.length <= known) used.push(NO_INTS)
    const isFree = used[known].length > 0 && used[known] !== this.table
    this.table = isFree ? used[known] : new Int32Array(size)
    used[known] = this.table
    this.table.fill(FREE)
    this.mask = size - 1
  }
}

/** Where a number is, else the first free place. */
function newPlace(table: Int32Array, mask: number, number: number): number {
  let perturb = number
  let place = number & mask
  for (;;) {
    const last = place + LINEAR_PROBES <= mask ? place + LINEAR_PROBES : place
    for (let at = place; at <= last; at++) {
      if (table[at] === number || table[at] === FREE) return at
    }
    perturb >>>= 5
    place = (place * 5 + 1 + perturb) & mask
  }
}

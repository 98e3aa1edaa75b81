import { type random, SnapshotError } from '@coelho/core'

/** What a number is taken for when the two samples are compared. */
const OLDER = 1
const NEWER = -1

/** Python draws from a list of so many and fewer numbers by taking out what was drawn. */
const SMALLEST_SET = 21

/** The last so many numbers, in the order in which they came and in that of their size. */
export class RankedWindow {
  static readonly id = 'drift.RankedWindow'
  static readonly state = ['size', 'count', 'oldest', 'values'] as const

  readonly size: number
  private count = 0
  /** The slot of the oldest number, once all are taken. */
  private oldest = 0
  private readonly values: Float64Array
  /** The slots in the order of their numbers. */
  private ranked: Int32Array
  /** By slot what its number is in the comparison. */
  private marks: Int8Array
  /** The places from which is drawn. */
  private pool: Int32Array

  constructor(size = 100) {
    this.size = size
    this.values = new Float64Array(size)
    this.ranked = new Int32Array(size)
    this.marks = new Int8Array(size)
    this.pool = new Int32Array(size)
  }

  get isFull(): boolean {
    return this.count === this.size
  }

  clear(): void {
    this.count = 0
    this.oldest = 0
  }

  /** Takes a number in; once there are `size`, in the place of the oldest. */
  push(x: number): void {
    const { size, ranked, values } = this
    let slot = this.count
    let free = slot // a rank that holds nothing
    if (slot === size) {
      slot = this.oldest
      free = this.rankOf(slot)
      this.oldest = slot + 1 === size ? 0 : slot + 1
    } else this.count += 1
    values[slot] = x
    while (free > 0 && values[ranked[free - 1]] > x) {
      ranked[free] = ranked[free - 1]
      free--
    }
    const last = this.count - 1
    while (free < last && values[ranked[free + 1]] < x) {
      ranked[free] = ranked[free + 1]
      free++
    }
    ranked[free] = slot
  }

  private rankOf(slot: number): number {
    const { ranked, values } = this
    const x = values[slot]
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[ranked[middle]] < x) low = middle + 1
      else high = middle
    }
    while (ranked[low] !== slot) low++
    return low
  }

  /** Marks the `k` newest numbers, and as many of the others by chance, as CPython's `sample`. */
  draw(rng: random.Random, k: number): void {
    const { size, marks, oldest } = this
    const others = size - k
    marks.fill(0)
    for (let place = others; place < size; place++) marks[(oldest + place) % size] = NEWER
    const most = SMALLEST_SET + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0)
    if (others <= most) this.drawFromPool(rng, others, k)
    else this.drawUnseen(rng, others, k)
  }

  private drawFromPool(rng: random.Random, others: number, k: number): void {
    const { size, marks, oldest, pool } = this
    for (let place = 0; place < others; place++) pool[place] = place
    for (let left = others; left > others - k; left--) {
      const at = rng.randint(0, left - 1)
      marks[(oldest + pool[at]) % size] = OLDER
      pool[at] = pool[left - 1]
    }
  }

  private drawUnseen(rng: random.Random, others: number, k: number): void {
    const { size, marks, oldest } = this
    for (let drawn = 0; drawn < k; ) {
      const slot = (oldest + rng.randint(0, others - 1)) % size
      if (marks[slot] === OLDER) continue
      marks[slot] = OLDER
      drawn++
    }
  }

  /**
   * By how many numbers the distributions of the marked ones are apart where they are most so:
   * above 0 if there more of the older are as small. Of equal distances the positive one counts.
   */
  compare(): number {
    const { ranked, values, marks, size } = this
    let ahead = 0
    let most = 0
    let least = 0
    let x = values[ranked[0]]
    for (let rank = 0; rank < size; rank++) {
      const slot = ranked[rank]
      // Equal numbers are one step of the distribution.
      if (values[slot] !== x) {
        if (ahead > most) most = ahead
        else if (ahead < least) least = ahead
        x = values[slot]
      }
      ahead += marks[slot]
    }
    return -least > most ? least : most
  }

  checkState(): void {
    const { size, count, oldest, values } = this
    const whole = [size, count, oldest].every((n) => Number.isSafeInteger(n) && n >= 0)
    const fits = count <= size && oldest < size && (oldest === 0 || count === size)
    if (!whole || !fits || values.length !== size || !values.every(Number.isFinite)) {
      throw new SnapshotError('a window must fit its size', count)
    }
    this.marks = new Int8Array(size)
    this.pool = new Int32Array(size)
    this.ranked = new Int32Array(size)
    const slots = Int32Array.from({ length: count }, (_, slot) => slot)
    this.ranked.set(slots.sort((a, b) => values[a] - values[b]))
  }
}

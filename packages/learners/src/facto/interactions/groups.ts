import type { EventSlots } from '../event.js'
import { Latents } from '../latents.js'
import type { FactorSetup } from '../options.js'
import { RowIndex } from '../row-index.js'
import type { Interactions, TellGroup } from './interactions.js'

/** Each two, three … up to `degree` features add the sum of the products of their vectors. */
export class Groups implements Interactions {
  static readonly id = 'facto.Groups'
  static readonly state = ['latents', 'index'] as const
  static readonly parts: readonly unknown[] = [Latents, RowIndex]

  readonly isLimited = false
  readonly usesFields = false
  private readonly latents: Latents
  /** Which row is of a slot and a size of groups: those of a slot are next to each other. */
  private readonly index: RowIndex = new RowIndex()
  private readonly degree: number
  /** The features of a group, and where the vector of each begins. */
  private readonly group: Int32Array
  private readonly starts: Int32Array

  constructor(setup: FactorSetup, degree: number) {
    this.latents = new Latents(setup, 2 * setup.l2Latent)
    this.degree = degree
    this.group = new Int32Array(degree)
    this.starts = new Int32Array(degree)
  }

  get seed(): number | undefined {
    return this.latents.seed
  }

  value(event: EventSlots, isLearned: boolean): number {
    this.locate(event, isLearned)
    let sum = 0
    for (let size = 2; size <= Math.min(this.degree, event.count); size++) {
      this.begin(size)
      do sum += this.shared(size) * this.product(event.values, size)
      while (this.next(size, event.count))
    }
    return sum
  }

  private locate(event: EventSlots, isLearned: boolean): void {
    const { latents, index, degree } = this
    const { slots, count } = event
    const sizes = degree - 1
    latents.expect(count * sizes)
    // River: vectors are drawn for all groups of two, then for those of three …
    for (let size = 2; size <= degree && size <= count; size++) {
      for (let i = 0; i < count; i++) index.row(slots[i] * sizes + size - 2, isLearned)
    }
    for (let k = 0; k < count * sizes; k++) {
      const key = slots[Math.floor(k / sizes)] * sizes + (k % sizes)
      latents.ids[k] = index.row(key, isLearned)
    }
    index.forget()
    if (isLearned) latents.admit(index.size)
    latents.gather()
  }

  private begin(size: number): void {
    for (let place = 0; place < size; place++) this.put(place, place, size)
  }

  /** The next group of features in their order; false if there is none. */
  private next(size: number, count: number): boolean {
    const { group } = this
    let place = size - 1
    while (place >= 0 && group[place] === count - size + place) place--
    if (place < 0) return false
    this.put(place, group[place] + 1, size)
    for (let later = place + 1; later < size; later++) this.put(later, group[later - 1] + 1, size)
    return true
  }

  private put(place: number, feature: number, size: number): void {
    this.group[place] = feature
    this.starts[place] = (feature * (this.degree - 1) + size - 2) * this.latents.width
  }

  /** The sum over the factors of the products of a group's numbers. */
  private shared(size: number): number {
    const { at, width } = this.latents
    const { starts } = this
    let sum = 0
    for (let f = 0; f < width; f++) {
      let product = at[starts[0] + f]
      for (let place = 1; place < size; place++) product *= at[starts[place] + f]
      sum += product
    }
    return sum
  }

  private product(values: Float64Array, size: number): number {
    let product = values[this.group[0]]
    for (let place = 1; place < size; place++) product *= values[this.group[place]]
    return product
  }

  learn(event: EventSlots, slope: number): void {
    const { latents, degree } = this
    const { values, count } = event
    latents.slopes.fill(0, 0, latents.count * latents.width)
    for (let size = 2; size <= degree && size <= count; size++) {
      this.begin(size)
      do this.addSlopes(this.product(values, size), size)
      while (this.next(size, count))
    }
    latents.step(slope)
  }

  /** The slope of a product: what is left of it without the number itself. */
  private addSlopes(factor: number, size: number): void {
    const { at, slopes, width } = this.latents
    const { starts } = this
    for (let f = 0; f < width; f++) {
      let product = at[starts[0] + f]
      for (let place = 1; place < size; place++) product *= at[starts[place] + f]
      for (let place = 0; place < size; place++) {
        const k = starts[place] + f
        // River divides by the number also where it is 0, and has NaN from then on.
        const own = at[k] === 0 ? factor * this.without(place, f, size) : (factor * product) / at[k]
        slopes[k] += own
      }
    }
  }

  private without(left: number, f: number, size: number): number {
    const { at } = this.latents
    let product = 1
    for (let place = 0; place < size; place++) {
      if (place !== left) product *= at[this.starts[place] + f]
    }
    return product
  }

  eachGroup(event: EventSlots, tell: TellGroup): void {
    this.locate(event, false)
    for (let size = 2; size <= Math.min(this.degree, event.count); size++) {
      this.begin(size)
      do tell([...this.group.subarray(0, size)], this.shared(size))
      while (this.next(size, event.count))
    }
  }

  checkRoom(): void {}

  check(slots: number): void {
    this.index.check((key) => key < slots * (this.degree - 1))
    this.latents.check(this.index.size)
  }
}

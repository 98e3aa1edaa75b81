import type { EventSlots } from '../event.js'
import { Latents } from '../latents.js'
import type { FactorSetup } from '../options.js'
import type { Interactions, TellGroup } from './interactions.js'

/** With more features sums of squares are faster than all pairs. */
const FEW = 12

/** Each two features add the inner product of their vectors times their values. */
export class Pairs implements Interactions {
  static readonly id = 'facto.Pairs'
  static readonly state = ['latents'] as const
  static readonly parts: readonly unknown[] = [Latents]

  readonly isLimited = false
  readonly usesFields = false
  /** A row for each slot. */
  private readonly latents: Latents
  /** For each factor the sum of the numbers times the values. */
  private readonly sums: Float64Array

  constructor(setup: FactorSetup) {
    this.latents = new Latents(setup, setup.l2Latent)
    this.sums = new Float64Array(setup.nFactors)
  }

  get seed(): number | undefined {
    return this.latents.seed
  }

  value(event: EventSlots, isLearned: boolean): number {
    const { latents } = this
    const { values, count } = event
    bySlot(latents, event, isLearned)
    if (count > FEW) return this.valueOfMany(event)
    let sum = 0
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) sum += latents.dot(i, j) * (values[i] * values[j])
    }
    return sum
  }

  /** The square of a sum has each pair twice, and each square once. */
  private valueOfMany(event: EventSlots): number {
    const { at, width } = this.latents
    const { values, count } = event
    let total = 0
    for (let f = 0; f < width; f++) {
      let sum = 0
      let squares = 0
      for (let i = 0; i < count; i++) {
        const term = at[i * width + f] * values[i]
        sum += term
        squares += term * term
      }
      total += sum * sum - squares
    }
    return total / 2
  }

  learn(event: EventSlots, slope: number): void {
    const { latents, sums } = this
    const { at, slopes, width } = latents
    const { values, count } = event
    sums.fill(0)
    for (let i = 0; i < count; i++) {
      for (let f = 0; f < width; f++) sums[f] += at[i * width + f] * values[i]
    }
    for (let i = 0; i < count; i++) {
      const x = values[i]
      const own = x ** 2
      for (let f = 0, k = i * width; f < width; f++, k++) slopes[k] = x * sums[f] - at[k] * own
    }
    latents.step(slope)
  }

  eachGroup(event: EventSlots, tell: TellGroup): void {
    bySlot(this.latents, event, false)
    eachPair(event.count, (i, j) => tell([i, j], this.latents.dot(i, j)))
  }

  checkRoom(): void {}

  check(slots: number): void {
    this.latents.check(slots)
  }
}

/** Gathers the vectors of an event where each slot has one. */
export function bySlot(latents: Latents, event: EventSlots, isLearned: boolean): void {
  const { slots, count } = event
  latents.expect(count)
  const { ids } = latents
  for (let i = 0; i < count; i++) ids[i] = slots[i]
  if (isLearned) latents.admit(event.size)
  latents.gather()
}

export function eachPair(count: number, visit: (i: number, j: number) => void): void {
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) visit(i, j)
}

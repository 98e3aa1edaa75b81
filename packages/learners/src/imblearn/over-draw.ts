import { type Label, random, SnapshotError, utils } from '@coelho/core'
import type { Desired } from './desired.js'
import { Tally } from './tally.js'

/** Lets events of the label that is most frequent beside its share pass once, others more often. */
export class OverDraw {
  static readonly id = 'imblearn.OverDraw'
  static readonly state = ['rng', 'tally', 'pivot'] as const
  static readonly parts: readonly unknown[] = [random.Random, Tally]

  readonly desired: Desired
  readonly tally: Tally
  readonly rng: random.Random
  /** The place of the most frequent label when another one last came; -1 before. */
  private pivot = -1

  constructor(desired: Desired, rng: random.Random) {
    this.desired = desired
    this.tally = new Tally(desired.size)
    this.rng = rng
  }

  timesFor(y: Label): number {
    const { desired, tally } = this
    const place = desired.placeOf(y)
    tally.count(place)
    const times = place === this.pivot ? 1 : utils.random.poisson(this.rate(place), this.rng)
    tally.taught[place] += times
    return times
  }

  private rate(place: number): number {
    const { shares } = this.desired
    const { came, sequence, met } = this.tally
    let most = -1
    for (let i = 0; i < met; i++) {
      const other = sequence[i]
      const excess = came[other] / shares[other]
      if (excess > most) {
        most = excess
        this.pivot = other
      }
    }
    return (most * shares[place]) / came[place]
  }

  check(who: string): void {
    const { desired, tally, pivot } = this
    tally.check(who, desired.size)
    if (Number.isInteger(pivot) && pivot >= -1 && pivot < desired.size) return
    throw new SnapshotError(`${who} must know its most frequent label`, pivot)
  }
}

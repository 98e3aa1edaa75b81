import { type Label, random, utils } from '@coelho/core'
import type { Desired } from './desired.js'
import { Tally } from './tally.js'
import type { Draw } from './teaching.js'

/** Lets events of the label that is most frequent beside its share pass once, others more often. */
export class OverDraw implements Draw {
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
    this.tally = new Tally(desired)
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
    const { came } = this.tally
    this.pivot = this.tally.highest(came, shares)
    return ((came[this.pivot] / shares[this.pivot]) * shares[place]) / came[place]
  }

  check(who: string): void {
    this.tally.check(who)
    this.tally.checkPlace(who, this.pivot, 'most frequent')
  }
}

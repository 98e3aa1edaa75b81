import { type Label, random } from '@coelho/core'
import type { Desired } from './desired.js'
import { Tally } from './tally.js'
import type { Draw } from './teaching.js'

/** Lets events of the label that is rarest beside its share pass, and of the others some. */
export class UnderDraw implements Draw {
  static readonly id = 'imblearn.UnderDraw'
  static readonly state = ['rng', 'tally', 'pivot'] as const
  static readonly parts: readonly unknown[] = [random.Random, Tally]

  readonly desired: Desired
  readonly tally: Tally
  readonly rng: random.Random
  /** The place of the rarest label when another one last came; -1 before. */
  private pivot = -1

  constructor(desired: Desired, rng: random.Random) {
    this.desired = desired
    this.tally = new Tally(desired)
    this.rng = rng
  }

  /** 1 or 0. River: a label that has just become the rarest does not pass. */
  timesFor(y: Label): number {
    const { desired, tally } = this
    const place = desired.placeOf(y)
    tally.count(place)
    if (place !== this.pivot && !this.passes(place)) return 0
    tally.taught[place] += 1
    return 1
  }

  private passes(place: number): boolean {
    const { shares } = this.desired
    const { came } = this.tally
    this.pivot = this.tally.highest(shares, came)
    const ratio = shares[place] / ((shares[this.pivot] / came[this.pivot]) * came[place])
    return ratio < 1 && this.rng.random() < ratio
  }

  check(who: string): void {
    this.tally.check(who)
    this.tally.checkPlace(who, this.pivot, 'rarest')
  }
}

import { type Label, random, SnapshotError, utils } from '@coelho/core'
import type { Desired } from './desired.js'
import { Tally } from './tally.js'
import type { Draw } from './teaching.js'

/** Lets each event pass as often as its label is too rare, on average. */
export class RateDraw implements Draw {
  static readonly id = 'imblearn.RateDraw'
  static readonly state = ['rng', 'tally', 'seen'] as const
  static readonly parts: readonly unknown[] = [random.Random, Tally]

  readonly desired: Desired | null
  readonly tally: Tally
  readonly rng: random.Random
  private readonly samplingRate: number
  private seen = 0

  constructor(desired: Desired | null, rng: random.Random, samplingRate: number) {
    this.desired = desired
    this.tally = new Tally(desired)
    this.rng = rng
    this.samplingRate = samplingRate
  }

  timesFor(y: Label): number {
    const { desired, tally, samplingRate, rng } = this
    if (desired === null) return utils.random.poisson(samplingRate, rng)
    const place = desired.placeOf(y)
    tally.count(place)
    this.seen += 1
    const share = tally.came[place] / this.seen
    const times = utils.random.poisson((samplingRate * desired.shares[place]) / share, rng)
    tally.taught[place] += times
    return times
  }

  check(who: string): void {
    this.tally.check(who)
    const came = this.tally.came.reduce((sum, n) => sum + n, 0)
    if (this.seen === came) return
    throw new SnapshotError(`${who} must have counted its events`, this.seen)
  }
}

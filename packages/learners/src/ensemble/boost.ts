import { math, SnapshotError } from '@coelho/core'
import type { EnsembleSummary } from './models.js'

/** Keeps odds finite where a model has made no error. */
const TINY = 1e-16

/** What is told of an ensemble that was boosted. */
export interface BoostSummary extends EnsembleSummary {
  /** By place what the vote of a copy weighs; NaN: it has none. */
  readonly votes: readonly number[]
}

/** How right each model of a boosted ensemble has been, and what its vote weighs for it. */
export class Boost {
  static readonly id = 'ensemble.Boost'
  static readonly state = ['correct', 'wrong'] as const

  /** By place the weight of the events that the model had right after it had learned them. */
  readonly correct: Float64Array
  readonly wrong: Float64Array
  /** By place what its vote weighs; NaN: it has none. */
  readonly votes: Float64Array

  constructor(count = 0) {
    this.correct = new Float64Array(count)
    this.wrong = new Float64Array(count)
    this.votes = new Float64Array(count)
  }

  /**
   * Notes whether a model had an event right that weighs `rate`, and tells what it weighs for the
   * next model: `rate` times half the total over the weight of those that went the same way.
   */
  judge(place: number, isRight: boolean, rate: number, total?: number): number {
    const side = isRight ? this.correct : this.wrong
    side[place] += rate
    if (!(side[place] > 0)) return rate // a rate too small to count
    const all = total ?? this.correct[place] + this.wrong[place]
    return rate * (all / (2 * side[place]))
  }

  renew(place: number): void {
    this.correct[place] = 0
    this.wrong[place] = 0
  }

  /** The share of a model's events that it had right; 0 while there are none. */
  rightness(place: number): number {
    const total = this.correct[place] + this.wrong[place]
    return total === 0 ? 0 : this.correct[place] / total
  }

  /** Votes weigh ln((1 - e) / e), where e is the share of errors; 1 where that is above a half. */
  weigh(): Float64Array {
    const { correct, wrong, votes } = this
    for (let place = 0; place < votes.length; place++) {
      const error = (wrong[place] + TINY) / (correct[place] + wrong[place] + TINY)
      votes[place] = error > 0.5 || error === 0 ? 1 : math.log((1 - error) / error)
    }
    return votes
  }

  /** The same for models whose error is within a bound; if there are none, all have one vote. */
  weighWithin(bound: number): Float64Array {
    const { correct, wrong, votes } = this
    let voters = 0
    for (let place = 0; place < votes.length; place++) {
      votes[place] = NaN
      if (!(correct[place] > 0 && wrong[place] > 0)) continue
      const error = wrong[place] / (correct[place] + wrong[place]) + TINY
      if (error > bound || error >= 1) continue
      const weight = math.log((1 - error) / error)
      if (weight === 0) continue
      votes[place] = weight
      voters++
    }
    return voters === 0 ? votes.fill(1) : votes
  }

  check(who: string): void {
    const count = this.votes.length
    const areWeights = [this.correct, this.wrong].every(
      (side) => side.length === count && side.every((weight) => weight >= 0),
    )
    if (!areWeights) throw new SnapshotError(`${who} must have two weights for each of its models`)
  }
}

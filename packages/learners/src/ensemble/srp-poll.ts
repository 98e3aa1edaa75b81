import {
  type ClassifierLike,
  growBytes,
  growFloats,
  type Label,
  type Labels,
  type Row,
} from '@coelho/core'
import type { Member, Score } from './member.js'
import type { Patch } from './patch.js'

/** Asks models that see some features each, and adds up their votes. */
export class PatchPoll {
  private readonly labels: Labels
  private readonly isEqual: boolean
  /** What one model says, by its own codes. */
  private shares: Float64Array = new Float64Array(2)
  /** By label code 1 if a model has named it since the poll was opened. */
  private told: Uint8Array = new Uint8Array(2)

  /** `isEqual`: all votes count alike. */
  constructor(labels: Labels, isEqual: boolean) {
    this.labels = labels
    this.isEqual = isEqual
  }

  open(): void {
    this.told = growBytes(this.told, this.labels.candidates)
    this.told.fill(0)
  }

  /** How much the vote of a model counts. */
  weightOf(score: Score): number {
    const weight = this.isEqual ? 1 : (score.get() as number)
    return weight > 0 ? weight : 1
  }

  /** Adds the vote of a model to `scores`, from `at` on; false if it says nothing. */
  add(
    { model: patch, score }: Member<Patch<ClassifierLike>>,
    row: Row,
    scores: Float64Array,
    at = 0,
  ): boolean {
    const { model, codes } = patch
    const { candidates } = model.labels
    this.shares = growFloats(this.shares, candidates)
    const { shares, told } = this
    for (let code = 0; code < candidates; code++) shares[code] = 0
    if (!codes || !model.scoreRow(patch.see(row), shares)) return false
    const weight = this.weightOf(score)
    const outer = codes.toOuter(model.labels)
    for (let code = 0; code < candidates; code++) {
      if (outer[code] < 0) continue
      scores[at + outer[code]] += weight * shares[code]
      told[outer[code]] = 1
    }
    return candidates > 0
  }

  /** Adds up what models said, `step` numbers each: votes, then 1 if it did say something. */
  gather(said: Float64Array, step: number, scores: Float64Array): boolean {
    let known = false
    for (let at = 0; at < said.length; at += step) {
      for (let code = 0; code < step - 1; code++) scores[code] += said[at + code]
      if (said[at + step - 1] === 1) known = true
    }
    return known
  }

  hasTold(label: Label): boolean {
    for (let code = 0; code < this.labels.candidates; code++) {
      if (this.told[code] === 1 && this.labels.at(code) === label) return true
    }
    return false
  }
}

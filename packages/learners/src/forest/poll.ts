import { growFloats, type Label, type Labels } from '@coelho/core'
import type { Member } from '../ensemble/member.js'
import type { ClassTree } from '../tree/grow/class-tree.js'

/** How the trees of a forest vote for classes. */
export class Poll {
  /** The class that is told where no tree gives any a vote above 0. */
  private first = -1
  /** What one tree says: by label code, and for metrics that judge probabilities. */
  private shares: Float64Array = new Float64Array(2)
  private readonly told: Map<Label, number> = new Map()
  private readonly equal: boolean

  /** `equal`: all trees count alike. */
  constructor(equal: boolean) {
    this.equal = equal
  }

  open(): void {
    this.first = -1
  }

  /** False while no tree knows any class. */
  get isDecided(): boolean {
    return this.first >= 0
  }

  /** Room for the shares of so many classes, emptied. */
  emptied(classes: number): Float64Array {
    if (classes > this.shares.length) this.shares = growFloats(this.shares, classes)
    for (let code = 0; code < classes; code++) this.shares[code] = 0
    return this.shares
  }

  /**
   * A tree's vote counts as much as its score, if that is above 0. With a `step` the tree has so
   * many numbers of its own, from `at` on: its votes, and the first of its classes.
   */
  add(
    member: Member<ClassTree>,
    shares: Float64Array,
    classes: number,
    votes: Float64Array,
    at: number,
    step: number,
  ): void {
    if (step > 0) votes[at + step - 1] = member.model.firstClass()
    else if (this.first < 0) this.first = member.model.firstClass()
    const weight = this.weightOf(member)
    for (let code = 0; code < classes; code++) votes[at + code] += weight * shares[code]
  }

  /** How much the vote of a tree counts. */
  weightOf(member: Member<ClassTree>): number {
    const score = this.equal ? 1 : (member.score.get() as number)
    return score > 0 ? score : 1
  }

  /** Adds up what trees said each for itself. */
  gather(said: Float64Array, step: number, votes: Float64Array): void {
    this.open()
    for (let at = 0; at < said.length; at += step) {
      if (this.first < 0) this.first = said[at + step - 1]
      for (let code = 0; code < step - 1; code++) votes[code] += said[at + code]
    }
  }

  /** The class with most votes, the first of several in the given order. */
  winner(votes: Float64Array, order: ArrayLike<number>): number {
    let best = this.first
    let highest = 0
    for (let i = 0; i < order.length; i++) {
      if (!(votes[order[i]] > highest)) continue
      best = order[i]
      highest = votes[best]
    }
    return best
  }

  /** Votes become shares of all that were given. */
  share(votes: Float64Array, classes: number): void {
    let total = 0
    for (let code = 0; code < classes; code++) total += votes[code]
    for (let code = 0; total > 0 && code < classes; code++) votes[code] /= total
  }

  /** What a tree says, as metrics of probabilities take it. */
  tell(tree: ClassTree, shares: Float64Array, labels: Labels): Map<Label, number> {
    const { told } = this
    const { codes, count } = tree.classes
    told.clear()
    for (let k = 0; k < count; k++) told.set(labels.at(codes[k]) as Label, shares[codes[k]])
    return told
  }
}

import { Classifier, type Features, type Label, math, type Row, type Rules } from '@coelho/core'
import { match } from '../merging/match.js'
import { ClassCounts, likeliestOf, normaliseLogs } from './class-counts.js'

export interface ComplementNBOptions {
  /** What each count is raised by, so that what was not seen is not impossible. */
  readonly alpha: number
}

/**
 * Naive Bayes of counts by what a class is not: each feature is judged by its share of what was
 * counted in all other classes. It holds up better where classes are of very different size, which
 * it does not look at.
 *
 * A number below 0 is learned as 0. An event of weight w counts w times.
 *
 * @example
 * const model = new ComplementNB()
 * model.learnOne({ goal: 2, ball: 1 }, 'sport')
 * model.learnOne({ vote: 2, law: 1 }, 'politics')
 * model.predictOne({ goal: 1, law: 1, ball: 1 }) // => 'sport'
 */
export class ComplementNB extends Classifier<ComplementNBOptions> {
  static override readonly id = 'naiveBayes.ComplementNB'
  static override readonly rules: Rules<ComplementNBOptions> = {
    alpha: { kind: 'number', default: 1, above: 0 },
  }
  static override readonly state: readonly string[] = ['table']
  static readonly parts: readonly unknown[] = [ClassCounts]

  private readonly table: ClassCounts = new ClassCounts()

  learnRow(row: Row, label: number, weight: number): void {
    const { table } = this
    table.begin(label, row.width, weight)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      table.add(label, feature, weight * Math.max(0, row.values[feature]))
    }
  }

  /** Minus the sum over the features of x ln((count elsewhere + alpha) / all that is elsewhere). */
  private logLikelihoods(row: Row, scores: Float64Array): boolean {
    const { size } = this.labels
    const { table } = this
    const { alpha } = this.options
    const { width, counts, sums } = table
    const { indices, values, count } = row
    let all = alpha * table.terms
    for (let label = 0; label < size; label++) all += table.totals[label]
    let length = 0
    for (let k = 0; k < count; k++) length += values[indices[k]]
    for (let label = 0; label < size; label++) {
      const start = label * width
      let score = 0
      for (let k = 0; k < count; k++) {
        const feature = indices[k]
        const elsewhere = feature < width ? sums[feature] + alpha - counts[start + feature] : alpha
        score -= values[feature] * math.log(elsewhere)
      }
      const rest = all - table.totals[label]
      scores[label] = length === 0 || table.terms === 0 ? score : score + length * math.log(rest)
    }
    return size > 0
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    if (!this.logLikelihoods(row, scores)) return false
    normaliseLogs(scores, this.labels.size)
    return true
  }

  override predictRow(row: Row): number {
    const scores = this.scratch()
    return this.logLikelihoods(row, scores) ? likeliestOf(scores, this.labels.size) : -1
  }

  /** The logarithm of the joint likelihood of an event and each class. */
  jointLogLikelihood(x: Features): Map<Label, number> {
    const row = this.door.peek(x)
    try {
      const scores = this.scratch()
      if (!this.logLikelihoods(row, scores)) return new Map()
      return new Map(this.labels.toArray().map((label, code) => [label, scores[code]]))
    } finally {
      this.forget()
    }
  }

  /** The share of a class among the events; 0 if it was never seen. */
  pClass(label: Label): number {
    return this.table.share(this.labels.find(label), this.labels.size)
  }

  /** Adds what another one has counted: the same as learning its events. */
  merge(other: ComplementNB): void {
    const matched = match(this, other)
    this.table.merge(other.table, matched, this.labels.size)
  }

  checkState(): void {
    this.table.check(this.who, this.labels)
  }
}

import {
  Classifier,
  type Features,
  type Label,
  math,
  NO_FLOATS,
  type Row,
  type Rules,
} from '@coelho/core'
import { match } from '../merging/match.js'
import { ClassCounts, likeliestOf, normaliseLogs } from './class-counts.js'

export interface MultinomialNBOptions {
  /** What each count is raised by, so that what was not seen is not impossible. */
  readonly alpha: number
}

/**
 * Naive Bayes of counts, such as those of words: how likely a feature is in a class is its share of
 * all that was counted there.
 *
 * A number below 0 is learned as 0. An event of weight w counts w times.
 *
 * @example
 * const model = new MultinomialNB()
 * model.learnOne({ goal: 2, ball: 1 }, 'sport')
 * model.learnOne({ vote: 2, law: 1 }, 'politics')
 * model.predictOne({ goal: 1, law: 1, ball: 1 }) // => 'sport'
 * model.pFeatureGivenClass('goal', 'sport') // => 0.42857142857142855
 */
export class MultinomialNB extends Classifier<MultinomialNBOptions> {
  static override readonly id = 'naiveBayes.MultinomialNB'
  static override readonly rules: Rules<MultinomialNBOptions> = {
    alpha: { kind: 'number', default: 1, above: 0 },
  }
  static override readonly state: readonly string[] = ['table']
  static readonly parts: readonly unknown[] = [ClassCounts]

  private readonly table: ClassCounts = new ClassCounts()
  /** In the layout of the counts the logarithm of each, raised by alpha; no state. */
  private logs: Float64Array = NO_FLOATS
  private readonly logAlpha: number = math.log(this.options.alpha)

  learnRow(row: Row, label: number, weight: number): void {
    const { table } = this
    const { alpha } = this.options
    const { rows, width } = table
    table.begin(label, row.width, weight)
    if (table.rows !== rows || table.width !== width) this.workOut()
    const { logs } = this
    const start = label * table.width
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      table.add(label, feature, weight * Math.max(0, row.values[feature]))
      logs[start + feature] = math.log(table.counts[start + feature] + alpha)
    }
  }

  private workOut(): void {
    const { counts } = this.table
    const { alpha } = this.options
    this.logs = new Float64Array(counts.length)
    for (let slot = 0; slot < counts.length; slot++) {
      this.logs[slot] = counts[slot] === 0 ? this.logAlpha : math.log(counts[slot] + alpha)
    }
  }

  /** ln P(class) + the sum over the features of x ln((count + alpha) / (total + alpha terms)). */
  private logLikelihoods(row: Row, scores: Float64Array): boolean {
    const { size } = this.labels
    const { logs, logAlpha, table } = this
    const { alpha } = this.options
    const { width } = table
    const { indices, values, count } = row
    let all = 0
    for (let label = 0; label < size; label++) all += table.events[label]
    let length = 0
    for (let k = 0; k < count; k++) length += values[indices[k]]
    for (let label = 0; label < size; label++) {
      const start = label * width
      let score = math.log(table.events[label] / all)
      for (let k = 0; k < count; k++) {
        const feature = indices[k]
        score += values[feature] * (feature < width ? logs[start + feature] : logAlpha)
      }
      const total = table.totals[label] + alpha * table.terms
      scores[label] = length === 0 || table.terms === 0 ? score : score - length * math.log(total)
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

  /** How likely a feature is in a class. */
  pFeatureGivenClass(feature: string, label: Label): number {
    const { table } = this
    const code = this.labels.find(label)
    const total = code < 0 ? 0 : table.totals[code]
    const count = code < 0 ? 0 : table.count(code, this.schema.find(feature))
    const { alpha } = this.options
    return (count + alpha) / (total + alpha * table.terms)
  }

  /** How many features were learned. */
  get nTerms(): number {
    return this.table.terms
  }

  /**
   * Adds what another one has counted: the same as learning its events.
   *
   * @example
   * const [model, other] = [new MultinomialNB(), new MultinomialNB()]
   * model.learnOne({ goal: 2, ball: 1 }, 'sport')
   * other.learnOne({ vote: 2, law: 1 }, 'politics')
   * model.merge(other)
   * model.predictOne({ vote: 1, law: 1 }) // => 'politics'
   */
  merge(other: MultinomialNB): void {
    const matched = match(this, other)
    this.table.merge(other.table, matched, this.labels.size)
    this.workOut()
  }

  checkState(): void {
    this.table.check(this.who, this.labels)
    this.workOut()
  }
}

import {
  Classifier,
  type Features,
  growFloats,
  type Label,
  math,
  NO_FLOATS,
  type Row,
  type Rules,
} from '@coelho/core'
import { match } from '../merging/match.js'
import { ClassCounts, likeliestOf, normaliseLogs } from './class-counts.js'

/** Added to each probability, so that one feature cannot veto a class. */
const FLOOR = 1e-9
/** Products of probabilities are turned into logarithms before they come below. */
const TINY = 1e-280

export interface BernoulliNBOptions {
  /** What each count is raised by, so that what was not seen is not impossible. */
  readonly alpha: number
  /** Values above it say that a feature is there. */
  readonly trueThreshold: number
}

/**
 * Naive Bayes of what is there and what is not: a feature is there if its value is above a
 * threshold. Features that were learned and are missing from an event count as not there.
 *
 * An event of weight w counts w times.
 *
 * @example
 * const model = new BernoulliNB()
 * model.learnOne({ goal: true, ball: true }, 'sport')
 * model.learnOne({ vote: true, law: true }, 'politics')
 * model.predictOne({ goal: true, law: true, ball: true }) // => 'sport'
 * model.pFeatureGivenClass('goal', 'sport') // => 0.6666666666666666
 */
export class BernoulliNB extends Classifier<BernoulliNBOptions> {
  static override readonly id = 'naiveBayes.BernoulliNB'
  static override readonly rules: Rules<BernoulliNBOptions> = {
    alpha: { kind: 'number', default: 1, atLeast: 0 },
    trueThreshold: { kind: 'number', default: 0 },
  }
  static override readonly state: readonly string[] = ['table']
  static readonly parts: readonly unknown[] = [ClassCounts]

  private readonly table: ClassCounts = new ClassCounts()
  /** Per class the score of an event without features, NaN if it must be worked out; no state. */
  private bases: Float64Array = NO_FLOATS

  learnRow(row: Row, label: number, weight: number): void {
    const { table } = this
    const { terms } = table
    table.begin(label, row.width, weight)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      table.add(label, feature, row.values[feature] > this.options.trueThreshold ? weight : 0)
    }
    this.bases = growFloats(this.bases, label + 1, NaN)
    if (table.terms !== terms) this.bases.fill(NaN)
    this.bases[label] = NaN
  }

  /**
   * ln P(class) + the sum over the features that were learned of ln(floor + P), or of ln(floor +
   * 1 - P) where one is not there. The score where none is there is kept, and mended by those that
   * are.
   */
  private logLikelihoods(row: Row, scores: Float64Array): boolean {
    const { size } = this.labels
    const { table } = this
    const { alpha, trueThreshold } = this.options
    const { indices, values, count } = row
    let all = 0
    for (let label = 0; label < size; label++) all += table.events[label]
    for (let label = 0; label < size; label++) {
      if (!(this.bases[label] <= Infinity)) this.workOut(label)
      const start = label * table.width
      const total = table.events[label] + 2 * alpha
      let score = math.log(table.events[label] / all) + this.bases[label]
      for (let k = 0; k < count; k++) {
        const feature = indices[k]
        if (feature >= table.width || table.known[feature] === 0) continue
        if (!(values[feature] > trueThreshold)) continue
        const p = (table.counts[start + feature] + alpha) / total
        score += math.log((FLOOR + p) / (FLOOR + (1 - p)))
      }
      scores[label] = score
    }
    return size > 0
  }

  private workOut(label: number): void {
    const { table } = this
    const { alpha } = this.options
    const start = label * table.width
    const total = table.events[label] + 2 * alpha
    let score = 0
    let left = 1
    for (let feature = 0; feature < table.width; feature++) {
      if (table.known[feature] === 0) continue
      left *= FLOOR + (1 - (table.counts[start + feature] + alpha) / total)
      if (left > TINY) continue
      score += math.log(left)
      left = 1
    }
    this.bases[label] = score + math.log(left)
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

  /** How likely a feature is there in a class. */
  pFeatureGivenClass(feature: string, label: Label): number {
    const { table } = this
    const code = this.labels.find(label)
    const count = code < 0 ? 0 : table.count(code, this.schema.find(feature))
    const { alpha } = this.options
    return (count + alpha) / ((code < 0 ? 0 : table.events[code]) + 2 * alpha)
  }

  /** Adds what another one has counted: the same as learning its events. */
  merge(other: BernoulliNB): void {
    const matched = match(this, other)
    this.table.merge(other.table, matched, this.labels.size)
    this.bases = new Float64Array(this.labels.size).fill(NaN)
  }

  checkState(): void {
    this.table.check(this.who, this.labels)
    this.bases = new Float64Array(this.labels.size).fill(NaN)
  }
}

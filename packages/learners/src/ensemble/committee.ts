import {
  BinaryLabels,
  type ClassifierLike,
  growBytes,
  growFloats,
  type Label,
  Labels,
  type Row,
  Schema,
} from '@coelho/core'
import { codeOf, LabelCodes } from './label-codes.js'
import { checkLabels, checkModels } from './models.js'

const NEARLY_ONE = 1 - 2e-15

/**
 * The classifiers of an ensemble, which read rows under its schema: a row is encoded once for all.
 * They are spoken to in the label codes of the ensemble, and their votes are added up by code.
 */
export class Committee {
  static readonly id = 'ensemble.Committee'
  static readonly state = ['list'] as const

  /** The models, each at its place. */
  readonly list: ClassifierLike[]
  /** For each place what was given: it never learns. */
  private readonly given: readonly ClassifierLike[]
  private readonly schema: Schema
  readonly labels: Labels
  private readonly codes: readonly LabelCodes[]
  /** By label code 1 if a model has named it in the last vote. */
  private told: Uint8Array = new Uint8Array(2)
  /** For each place what its model has voted for. */
  private readonly choices: Int32Array
  /** What one model says, by its own codes. */
  private shares: Float64Array = new Float64Array(2)

  constructor(
    given: readonly ClassifierLike[] = [],
    schema: Schema = new Schema(),
    labels: Labels = new Labels(),
  ) {
    this.given = given
    this.schema = schema
    this.labels = labels
    this.list = given.map((model) => model.clone(schema))
    this.codes = given.map(() => new LabelCodes(labels))
    this.choices = new Int32Array(given.length)
  }

  /** Puts a fresh model at a place. */
  renew(place: number): void {
    this.list[place] = this.given[place].clone(this.schema)
  }

  /** The model at a place learns the row so many times. */
  learn(place: number, row: Row, label: number, weight: number, times: number): void {
    const model = this.list[place]
    const codes = this.codes[place]
    if (times === 0) return
    let left = times
    let own = -1
    while (left > 0 && own < 0) {
      own = codes.toInner(model.labels, label)
      if (own >= 0) break
      model.learnRowWith(row, codes.label(label), weight)
      left--
    }
    for (; left > 0; left--) model.learnRow(row, own, weight)
    model.commit()
  }

  /** What the model at a place predicts; -1 if it does not know. */
  predict(place: number, row: Row): number {
    const model = this.list[place]
    const predicted = model.predictRow(row)
    return predicted < 0 ? -1 : this.codes[place].toOuter(model.labels)[predicted]
  }

  /**
   * Adds up the probabilities, each model's times its weight; false if none is told. A model
   * whose weight is NaN is not asked.
   */
  vote(row: Row, scores: Float64Array, weights?: Float64Array): boolean {
    this.clear(scores)
    let known = false
    for (let place = 0; place < this.list.length; place++) {
      const weight = weights ? weights[place] : 1
      if (weight === weight && this.add(place, row, scores, weight)) known = true
    }
    return known
  }

  /** Writes the share of each label in such a vote; false if none is told. */
  score(row: Row, scores: Float64Array, weights?: Float64Array): boolean {
    const known = this.vote(row, scores, weights)
    if (known) this.normalise(scores)
    return known
  }

  /** The label with the highest share; -1 if none is told. */
  elect(row: Row, scores: Float64Array, weights?: Float64Array): number {
    return this.score(row, scores, weights) ? this.winner(row, scores, weights) : -1
  }

  /** The shares of the labels that are told. */
  probabilities(row: Row, scores: Float64Array, weights?: Float64Array): Map<Label, number> {
    return this.score(row, scores, weights) ? this.toMap(scores) : new Map()
  }

  /**
   * One vote each, for what it predicts, and the winner; -1 if most cannot tell. River: among
   * equals the one that is voted for first.
   */
  voteByLabel(row: Row, scores: Float64Array): number {
    this.clear(scores)
    const { list, choices } = this
    this.told.fill(1, 0, this.labels.candidates)
    let highest = 0
    let silent = 0
    for (let place = 0; place < list.length; place++) {
      const label = this.predict(place, row)
      choices[place] = label
      if (label >= 0) {
        scores[label] += 1
        highest = Math.max(highest, scores[label])
      } else highest = Math.max(highest, ++silent)
    }
    for (let place = 0; place < list.length; place++) {
      const label = choices[place]
      if ((label < 0 ? silent : scores[label]) === highest) return label
    }
    return -1
  }

  private clear(scores: Float64Array): void {
    const { candidates } = this.labels
    this.told = growBytes(this.told, candidates)
    for (let code = 0; code < candidates; code++) {
      this.told[code] = 0
      scores[code] = 0
    }
  }

  /** Adds what one model says; false if it knows nothing. */
  private add(place: number, row: Row, scores: Float64Array, weight: number): boolean {
    const model = this.list[place]
    const { candidates } = model.labels
    if (candidates > this.shares.length) this.shares = growFloats(this.shares, candidates)
    const { shares, told } = this
    for (let code = 0; code < candidates; code++) shares[code] = 0
    if (!model.scoreRow(row, shares)) return false
    const outer = this.codes[place].toOuter(model.labels)
    let known = false
    for (let code = 0; code < candidates; code++) {
      const label = outer[code]
      if (label < 0) continue
      scores[label] += isCertain(shares, code, candidates) ? weight : weight * shares[code]
      told[label] = 1
      known = true
    }
    return known
  }

  /** Makes what was voted sum to 1, where it can be. */
  normalise(scores: Float64Array): void {
    const { candidates } = this.labels
    let total = 0
    for (let code = 0; code < candidates; code++) total += scores[code]
    if (!(total > 0 || total < 0)) return
    for (let code = 0; code < candidates; code++) scores[code] /= total
  }

  /**
   * The label with the highest score of those that were told. River: among equals the one that the
   * models name first.
   */
  winner(row: Row, scores: Float64Array, weights?: Float64Array): number {
    const { candidates } = this.labels
    const { told } = this
    let best = -1
    for (let code = 0; code < candidates; code++) {
      if (told[code] === 1 && (best < 0 || scores[code] > scores[best])) best = code
    }
    for (let code = best + 1; code < candidates; code++) {
      if (told[code] === 1 && scores[code] === scores[best]) {
        return this.firstNamed(row, scores, scores[best], weights)
      }
    }
    return best
  }

  private firstNamed(
    row: Row,
    scores: Float64Array,
    score: number,
    weights?: Float64Array,
  ): number {
    for (let place = 0; place < this.list.length; place++) {
      if (weights && Number.isNaN(weights[place])) continue
      for (const label of this.list[place].probabilities(row).keys()) {
        const code = codeOf(this.labels, label)
        if (code >= 0 && scores[code] === score) return code
      }
    }
    return -1
  }

  /** The scores of the labels that were told. */
  toMap(scores: Float64Array): Map<Label, number> {
    const result = new Map<Label, number>()
    for (let code = 0; code < this.labels.candidates; code++) {
      if (this.told[code] === 1) result.set(this.labels.at(code) as Label, scores[code])
    }
    return result
  }

  /** Throws if one of the models could not learn a label, whatever it has learned. */
  checkTarget(y: unknown): void {
    const { given } = this
    for (let place = 0; place < given.length; place++) {
      if (place === 0 || given[place] !== given[place - 1]) given[place].checkTarget(y)
    }
  }

  /** Throws unless the state is one that an ensemble of this name can have. */
  check(who: string, labels: Labels): void {
    checkModels(who, this.list, this.given, this.schema)
    checkLabels(who, labels, this.labels)
  }
}

/**
 * True if a model is certain but for the last bits, since it has something left for other labels.
 * River: logarithms that are subtracted leave a plain 1, so that models which are certain of two
 * labels tie.
 */
function isCertain(shares: Float64Array, code: number, count: number): boolean {
  if (!(shares[code] > NEARLY_ONE)) return false
  for (let other = 0; other < count; other++) if (other !== code && shares[other] > 0) return true
  return false
}

/** The labels of an ensemble: two if one of its models tells but two classes apart. */
export function labelsOf(models: readonly ClassifierLike[], schema: Schema): Labels {
  let limit = schema.options.maxLabels
  for (const { labels } of models) limit = Math.min(limit, labels.limit)
  const binary = models.some(({ labels }) => labels instanceof BinaryLabels)
  return binary ? new BinaryLabels(limit) : new Labels(limit)
}

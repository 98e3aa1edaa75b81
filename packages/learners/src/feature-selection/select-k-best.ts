import {
  Bivariate,
  type Given,
  growFloats,
  InvalidLabelError,
  InvalidOptionError,
  type Label,
  type Row,
  type Rules,
  SnapshotError,
  SupervisedTransformer,
  stats,
} from '@coelho/core'

export interface SelectKBestOptions {
  /** What tells how much a feature has to do with the target. */
  readonly similarity: Bivariate | stats.ChiSquared
  /** How many features are kept. */
  readonly k: number
  /** Go by the size of the similarity, whatever its sign is. */
  readonly useAbs: boolean
}

/**
 * Keeps the features that are most similar to the target; among equals those that came first.
 * All are kept until something was learned.
 *
 * @example
 * const selector = new SelectKBest({ similarity: new stats.PearsonCorr(), k: 1 })
 * for (const y of [1, 2, 3]) selector.learnOne({ a: y * y, b: -y }, y)
 * selector.transformOne({ a: 4, b: 1 }) // => { a: 4 }
 */
export class SelectKBest extends SupervisedTransformer<SelectKBestOptions> {
  static override readonly id = 'featureSelection.SelectKBest'
  static override readonly rules: Rules<SelectKBestOptions> = {
    similarity: { kind: 'object' },
    k: { kind: 'integer', default: 10, atLeast: 0 },
    useAbs: { kind: 'boolean', default: false },
  }
  static override readonly state = ['similarities', 'scores'] as const

  /** For each feature its similarity to the target. */
  private readonly similarities: SelectKBestOptions['similarity'][] = []
  /** What they say; NaN while there is nothing to say. */
  private scores: Float64Array = new Float64Array(8).fill(Number.NaN)

  /** The best features by falling score: follows from the scores when next asked for. */
  private best: Int32Array = new Int32Array(0)
  private isBest: Uint8Array = new Uint8Array(0)
  private bestCount = -1

  constructor(given: Given<SelectKBestOptions>) {
    super(given)
    const { similarity } = this.options
    if (similarity instanceof Bivariate || similarity instanceof stats.ChiSquared) return
    const expected = 'must be a statistic of two variables'
    throw new InvalidOptionError('SelectKBest', 'similarity', expected, similarity)
  }

  override get takesCategories(): boolean {
    return this.options.similarity instanceof stats.ChiSquared
  }

  /** How similar each feature is to the target. */
  get leaderboard(): Map<string, number> {
    const names = this.schema.names()
    const entries = names.map((name, f) => [name, this.scores[f] ?? Number.NaN] as const)
    return new Map(entries.filter(([, score]) => score === score))
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    if (typeof y !== 'string' || this.takesCategories) return
    const expected = `must be a number for ${this.options.similarity}`
    throw new InvalidLabelError(this.who, expected, y)
  }

  override get keepsValues(): boolean {
    return true
  }

  /**
   * River: in a pipeline, the steps behind it learn from all features and predict from the best
   * (golden case compose.Pipeline, "scaler | k best | model").
   */
  get standsAside(): boolean {
    return true
  }

  learnRowWith(row: Row, y: Label): void {
    const { similarities, schema, takesCategories } = this
    const { similarity, useAbs } = this.options
    while (similarities.length < row.width) similarities.push(similarity.clone())
    this.scores = growFloats(this.scores, row.width, Number.NaN)
    const target = typeof y === 'boolean' && !takesCategories ? Number(y) : y
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const value = row.values[feature]
      const x = takesCategories ? (schema.category(feature, value) ?? value) : value
      similarities[feature].update(x as never, target as never)
      const score = similarities[feature].get() ?? Number.NaN
      this.scores[feature] = useAbs ? Math.abs(score) : score
    }
    this.bestCount = -1
  }

  transformRow(row: Row, out: Row): void {
    if (this.bestCount < 0) this.rank()
    const { indices, values, count } = row
    const { isBest, similarities } = this
    const all = similarities.length === 0
    out.clear()
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      if (all || isBest[feature] === 1) out.put(feature, values[feature])
    }
    out.seal(row.width)
  }

  /** Inserts each feature among the best so far; an equal score does not displace. */
  private rank(): void {
    const { scores } = this
    const most = Math.min(this.options.k, scores.length)
    if (this.best.length < most) this.best = new Int32Array(scores.length)
    if (this.isBest.length < scores.length) this.isBest = new Uint8Array(scores.length)
    const { best, isBest } = this
    let count = 0
    for (let feature = 0; feature < scores.length; feature++) {
      const score = scores[feature]
      isBest[feature] = 0
      if (score !== score || (count === most && !(count > 0 && score > scores[best[count - 1]])))
        continue
      let at = count < most ? count++ : count - 1
      for (; at > 0 && score > scores[best[at - 1]]; at--) best[at] = best[at - 1]
      best[at] = feature
    }
    for (let at = 0; at < count; at++) isBest[best[at]] = 1
    this.bestCount = count
  }

  checkState(): void {
    const { similarities, scores, options } = this
    const kind = Object.getPrototypeOf(options.similarity)
    const fits = similarities.every((one) => Object.getPrototypeOf(one ?? 0) === kind)
    if (fits && similarities.length <= scores.length) return
    throw new SnapshotError('SelectKBest must have a similarity for each feature')
  }
}

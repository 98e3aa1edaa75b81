import {
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  growFloats,
  type Row,
  type Rules,
  requireKind,
  underSchemaOf,
} from '@coelho/core'
import { checkMembers } from './members.js'

export interface OneVsRestClassifierOptions {
  /** What tells one class from the others: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
}

/**
 * Makes a classifier of any number of classes of one that tells two apart: a fresh copy for each
 * class learns whether an event belongs to it. Their probabilities are scaled to sum to 1.
 *
 * @example
 * const classifier = new linearModel.LogisticRegression()
 * const model = new OneVsRestClassifier({ classifier })
 * for (const [x, label] of [[-2, 'low'], [0, 'mid'], [2, 'high'], [3, 'high']]) {
 *   model.learnOne({ x }, label)
 * }
 * model.predictOne({ x: 4 }) // => 'high'
 */
export class OneVsRestClassifier extends Classifier<OneVsRestClassifierOptions> {
  static override readonly id = 'multiclass.OneVsRestClassifier'
  static override readonly rules: Rules<OneVsRestClassifierOptions> = {
    classifier: { kind: 'object' },
  }
  static override readonly state: readonly string[] = ['members']

  /** By code of a class what tells it from the others. */
  private readonly members: ClassifierLike[] = []
  /** The classifier that was given, which never learns, and the members. */
  private readonly models: EstimatorLike[]
  /** What one member says of `false` and `true`, by its own codes. */
  private shares: Float64Array = new Float64Array(2)

  constructor(given: Given<OneVsRestClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    requireKind(this.who, 'classifier', this.options.classifier, 'classifier')
    this.models = [this.options.classifier]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { members } = this
    while (members.length <= label) {
      const member = this.options.classifier.clone(this.schema)
      members.push(member)
      this.models.push(member)
    }
    for (let code = 0; code < members.length; code++) {
      const member = members[code]
      member.learnRow(row, member.labels.add(code === label), weight)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    const { members } = this
    const count = members.length
    let total = 0
    for (let code = 0; code < count; code++) {
      scores[code] = this.positive(members[code], row)
      total += scores[code]
    }
    for (let code = 0; code < count; code++) {
      scores[code] = total > 0 ? scores[code] / total : 1 / count
    }
    return count > 0
  }

  private positive(member: ClassifierLike, row: Row): number {
    const { labels } = member
    const code = labels.find(true)
    if (code < 0) return 0
    this.shares = growFloats(this.shares, labels.candidates)
    this.shares.fill(0, 0, labels.candidates)
    return member.scoreRow(row, this.shares) ? this.shares[code] : 0
  }

  /** The classifier of each class, by its label. */
  get classifiers(): Map<unknown, ClassifierLike> {
    return new Map(this.members.map((member, code) => [this.labels.at(code), member]))
  }

  checkState(): void {
    const { members, options, schema, labels } = this
    checkMembers(this.who, members, options.classifier, schema, labels.size)
    this.models.push(...members)
  }
}

import {
  Classifier,
  type ClassifierLike,
  compareValues,
  type EstimatorLike,
  type Given,
  growFloats,
  growInts,
  type Label,
  type Row,
  type Rules,
  requireKind,
  snapshot,
  underSchemaOf,
} from '@coelho/core'
import { checkMembers } from './members.js'

export interface OneVsOneClassifierOptions {
  /** What tells two classes apart: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
}

/**
 * Makes a classifier of any number of classes of one that tells two apart: a copy for each pair
 * of classes learns the events of these two, and each has a vote. Nothing is known before two
 * classes were met. River gives no probabilities; here they are the shares of the votes.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const model = new OneVsOneClassifier({ classifier })
 * const events = [[1, 'low'], [2, 'low'], [5, 'mid'], [6, 'mid'], [9, 'high'], [10, 'high']]
 * for (const [x, label] of [...events, ...events]) model.learnOne({ x }, label)
 * model.predictOne({ x: 9.4 }) // => 'high'
 */
export class OneVsOneClassifier extends Classifier<OneVsOneClassifierOptions> {
  static override readonly id = 'multiclass.OneVsOneClassifier'
  static override readonly rules: Rules<OneVsOneClassifierOptions> = {
    classifier: { kind: 'object' },
  }
  static override readonly state: readonly string[] = ['members']

  /** A member for each pair of codes a < b, at b (b - 1) / 2 + a: true stands for the greater. */
  private readonly members: ClassifierLike[] = []
  private readonly models: EstimatorLike[]
  /** The places of the members in the order in which they vote. */
  private turns: Int32Array = new Int32Array(4)
  /** By place the codes of the lesser and of the greater label. */
  private lesser: Int32Array = new Int32Array(4)
  private greater: Int32Array = new Int32Array(4)
  /** By code its votes for one row, and the turn in which it had the first. */
  private votes: Float64Array = new Float64Array(4)
  private firsts: Int32Array = new Int32Array(4)

  constructor(given: Given<OneVsOneClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    requireKind(this.who, 'classifier', this.options.classifier, 'classifier')
    this.models = [this.options.classifier]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { members, schema } = this
    const before = members.length
    while (members.length < (label * (label + 1)) / 2) {
      const member = snapshot.copy(this.options.classifier, [[schema, schema]])
      members.push(member)
      this.models.push(member)
    }
    if (members.length > before) this.pairUp(label)
    const { greater } = this
    for (let other = 0; other < this.labels.size; other++) {
      if (other === label) continue
      const at = placeOf(label, other)
      members[at].learnRow(row, members[at].labels.add(greater[at] === label), weight)
    }
  }

  /** The pairs of a class with those before it; they vote in the order of these. */
  private pairUp(code: number): void {
    const { labels } = this
    const start = (code * (code - 1)) / 2
    this.turns = growInts(this.turns, start + code)
    this.lesser = growInts(this.lesser, start + code)
    this.greater = growInts(this.greater, start + code)
    const own = labels.at(code) as Label
    const before = Array.from({ length: code }, (_, other) => other)
    before.sort((a, b) => compareValues(labels.at(a) as Label, labels.at(b) as Label))
    before.forEach((other, turn) => {
      this.turns[start + turn] = start + other
      const isLess = compareValues(own, labels.at(other) as Label) < 0
      this.lesser[start + other] = isLess ? code : other
      this.greater[start + other] = isLess ? other : code
    })
  }

  override predictRow(row: Row): number {
    return this.count(row)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    if (this.count(row) < 0) return false
    const pairs = this.members.length
    for (let code = 0; code < this.labels.size; code++) scores[code] = this.votes[code] / pairs
    return true
  }

  /** Counts the votes; gives the code with most of them. */
  private count(row: Row): number {
    const { members, turns, lesser, greater } = this
    const { size } = this.labels
    this.votes = growFloats(this.votes, size)
    this.firsts = growInts(this.firsts, size)
    const { votes, firsts } = this
    votes.fill(0, 0, size)
    for (let turn = 0; turn < members.length; turn++) {
      const at = turns[turn]
      const member = members[at]
      const code = member.labels.at(member.predictRow(row)) === true ? greater[at] : lesser[at]
      if (votes[code] === 0) firsts[code] = turn
      votes[code] += 1
    }
    let best = -1
    for (let code = 0; code < size && members.length > 0; code++) {
      // River: of several with as many votes it is the one that had a vote first.
      const isFirst = best >= 0 && votes[code] === votes[best] && firsts[code] < firsts[best]
      if (best < 0 || votes[code] > votes[best] || isFirst) best = code
    }
    return best
  }

  checkState(): void {
    const { members, options, schema, labels } = this
    const { size } = labels
    checkMembers(this.who, members, options.classifier, schema, (size * (size - 1)) / 2)
    for (let code = 1; code < size; code++) this.pairUp(code)
    this.models.push(...members)
  }
}

function placeOf(a: number, b: number): number {
  return a < b ? (b * (b - 1)) / 2 + a : (a * (a - 1)) / 2 + b
}

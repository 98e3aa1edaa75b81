import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  growFloats,
  InvalidOptionError,
  type Label,
  type Labels,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  underSchemaOf,
} from '@coelho/core'
import { labelsOf } from '../ensemble/committee.js'
import { LabelCodes } from '../ensemble/label-codes.js'
import { checkModels } from '../ensemble/models.js'
import { DDM } from './binary/ddm.js'
import { type Detector, requireDetector } from './detector-like.js'

export interface DriftRetrainingClassifierOptions {
  /** What is copied: a classifier, or a pipeline that ends with one. */
  readonly model: ClassifierLike
  /** Watches whether predictions are wrong; null: a `DDM`. */
  readonly driftDetector: Detector | null
  /** Whether a second copy learns while the detector warns, to take over at a change. */
  readonly trainInBackground: boolean
}

/** What a detector that can warn has. */
interface Warning {
  readonly warningDetected?: boolean
}

/**
 * A classifier that is replaced when its predictions have become worse: by a copy that has learned
 * since the detector warned, or by one that begins anew.
 *
 * The copies begin anew, also after a change: the given classifier itself never learns. A weight is
 * handed on to the copy in the background too (River drops it).
 *
 * @example
 * const model = new drift.DriftRetrainingClassifier({ model: new naiveBayes.GaussianNB() })
 * for (let i = 0; i < 500; i++) model.learnOne({ x: i % 2 }, i % 2 === 0 ? 'even' : 'odd')
 * for (let i = 0; i < 100; i++) model.learnOne({ x: i % 2 }, i % 2 === 0 ? 'odd' : 'even')
 * model.predictOne({ x: 0 }) // => 'odd'
 */
export class DriftRetrainingClassifier extends Classifier<DriftRetrainingClassifierOptions> {
  static override readonly id = 'drift.DriftRetrainingClassifier'
  static override readonly rules: Rules<DriftRetrainingClassifierOptions> = {
    model: { kind: 'object' },
    driftDetector: { kind: 'object', default: null, nullable: true },
    trainInBackground: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = ['members', 'detector']
  static readonly parts: readonly unknown[] = [BinaryLabels, DDM]

  override readonly labels: Labels
  /** What predicts, and what learns in the background. */
  private readonly members: ClassifierLike[]
  private readonly detector: Detector
  /** Each member's label codes: kept beside it, and no state. */
  private readonly codes: LabelCodes[]
  /** What a member says, by its own codes. */
  private shares: Float64Array = new Float64Array(2)

  constructor(given: Given<DriftRetrainingClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.model))
    const { model, driftDetector, trainInBackground } = this.options
    requireKind(this.who, 'model', model, 'classifier')
    if (model.labels.toArray().length > 0) {
      const expected = 'must not have learned yet: its copies begin anew'
      throw new InvalidOptionError(this.who, 'model', expected, model)
    }
    this.detector = driftDetector ?? new DDM()
    this.checkDetector()
    this.labels = labelsOf([model], this.schema)
    const count = trainInBackground ? 2 : 1
    this.members = Array.from({ length: count }, () => model.clone(this.schema))
    this.codes = this.members.map(() => new LabelCodes(this.labels))
  }

  private checkDetector(): void {
    const { detector, options, who } = this
    requireDetector(who, 'driftDetector', detector)
    if (!options.trainInBackground || 'warningDetected' in detector) return
    const expected = 'must be a detector that warns, unless trainInBackground is false'
    throw new InvalidOptionError(who, 'driftDetector', expected, detector)
  }

  override get held(): readonly EstimatorLike[] {
    return this.members
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.options.model.checkTarget(y)
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.learnAfter(this.predictRow(row), row, label, weight)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    const predicted = this.predictRow(row)
    this.learnAfter(predicted, row, label, weight)
    return predicted
  }

  private learnAfter(predicted: number, row: Row, label: number, weight: number): void {
    if (predicted >= 0) {
      const wrong = Number(predicted !== label)
      this.detector.update(wrong as never)
      this.react(row, label, weight)
    }
    this.teach(0, row, label, weight)
  }

  private react(row: Row, label: number, weight: number): void {
    const { detector, members } = this
    const last = members.length - 1
    if (last > 0 && (detector as Warning).warningDetected) this.teach(last, row, label, weight)
    else if (detector.driftDetected) {
      members[0] = members[last]
      members[last] = this.options.model.clone(this.schema)
    }
  }

  private teach(place: number, row: Row, label: number, weight: number): void {
    const member = this.members[place]
    const codes = this.codes[place]
    const own = codes.toInner(member.labels, label)
    if (own >= 0) member.learnRow(row, own, weight)
    else member.learnRowWith(row, codes.label(label), weight)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    const [member] = this.members
    const { candidates } = member.labels
    this.shares = growFloats(this.shares, candidates)
    const { shares } = this
    for (let code = 0; code < candidates; code++) shares[code] = 0
    if (!member.scoreRow(row, shares)) return false
    const outer = this.codes[0].toOuter(member.labels)
    for (let code = 0; code < candidates; code++) {
      if (outer[code] >= 0) scores[outer[code]] = shares[code]
    }
    return true
  }

  override predictRow(row: Row): number {
    const [member] = this.members
    const predicted = member.predictRow(row)
    return predicted < 0 ? -1 : this.codes[0].toOuter(member.labels)[predicted]
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.members[0].probabilities(row)
  }

  /** What predicts now. */
  get model(): ClassifierLike {
    return this.members[0]
  }

  /** What learns while the detector warns; undefined without `trainInBackground`. */
  get bkgModel(): ClassifierLike | undefined {
    return this.members[1]
  }

  /** What watches the predictions. */
  get driftDetector(): Detector {
    return this.detector
  }

  checkState(): void {
    const { who, members, options, detector, schema } = this
    const given = Array.from({ length: this.codes.length }, () => options.model)
    checkModels(who, members, given, schema)
    this.checkDetector()
    if (detector === options.driftDetector || options.driftDetector === null) return
    throw new SnapshotError(`${who} must have the detector it was given`)
  }
}

import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Features,
  type Given,
  growBytes,
  growFloats,
  InvalidOptionError,
  type Label,
  type Labels,
  metrics,
  type Row,
  type Rules,
  random,
  requireKind,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { explainLabel } from '../tree/explain/explain-class.js'
import type { ExplainOptions, ForestExplanation, OfLabel } from '../tree/explain/explanation.js'
import { sharedImportances } from '../tree/explain/importances.js'
import { explainTogether } from '../tree/explain/together.js'
import { HoeffdingTreeClassifier } from '../tree/hoeffding-tree-classifier.js'
import { labelsOf } from './committee.js'
import { explaining } from './explaining.js'
import { LabelCodes } from './label-codes.js'
import { Member, type Score } from './member.js'
import { type EnsembleSummary, summarise } from './models.js'
import { Patch } from './patch.js'
import { RandomPatches } from './random-patches.js'
import { checkDetector, checkScore } from './scores.js'
import { SRP, type SRPOptions } from './srp-options.js'
import { checkSubspaceSize } from './subspace-size.js'

export interface SRPClassifierOptions extends SRPOptions {
  /** What is copied; null: a `HoeffdingTreeClassifier` (gracePeriod 50, delta 0.01). */
  readonly model: ClassifierLike | null
  /**
   * Replace models only where the error rises. River replaces them also where it falls, as it
   * does while they learn. Asks for detectors that tell which way it went: most do.
   */
  readonly onlyRisingError: boolean
}

/**
 * Streaming random patches: copies of a model of which each sees some features only, drawn at
 * random, and learns each event some random number of times. A copy whose error changes is
 * replaced by one that has learned since the warning, with features of its own.
 *
 * @example
 * const model = new SRPClassifier({ nModels: 3, seed: 1 })
 * for (let i = 0; i < 400; i++) {
 *   model.learnOne({ amount: i % 100, hour: i % 24, age: i % 7 }, i % 100 > 60 ? 'high' : 'low')
 * }
 * model.predictOne({ amount: 80, hour: 3, age: 4 }) // => 'high'
 */
export class SRPClassifier extends Classifier<SRPClassifierOptions> {
  static override readonly id = 'ensemble.SRPClassifier'
  static override readonly rules: Rules<SRPClassifierOptions> = {
    ...SRP,
    disableWeightedVote: { kind: 'boolean', default: false },
    onlyRisingError: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = ['patches']
  static readonly parts: readonly unknown[] = [
    BinaryLabels,
    RandomPatches,
    Member,
    Patch,
    random.Random,
    ADWIN,
    metrics.Accuracy,
    HoeffdingTreeClassifier,
  ]

  override readonly labels: Labels
  private readonly patches: RandomPatches<ClassifierLike>
  /** What is copied; it never learns. */
  private readonly model: ClassifierLike
  /** What one model says, by its own codes. */
  private shares: Float64Array = new Float64Array(2)
  /** By label code 1 if a model has named it in the last vote. */
  private told: Uint8Array = new Uint8Array(2)

  constructor(given: Given<SRPClassifierOptions> = {}) {
    super(underSchemaOf(new.target, given, given?.model ?? undefined))
    const { who, options, schema } = this
    const { disableDetector, metric } = options
    const tree = { gracePeriod: 50, delta: 0.01, schema }
    this.model = options.model ?? new HoeffdingTreeClassifier(tree)
    requireKind(who, 'model', this.model, 'classifier')
    checkSubspaceSize(who, options.subspaceSize)
    checkDetector(who, 'driftDetector', options.driftDetector, options.onlyRisingError)
    checkDetector(who, 'warningDetector', options.warningDetector, options.onlyRisingError)
    checkScore(who, metric)
    if (metric?.requiresLabels === false) {
      throw new InvalidOptionError(who, 'metric', 'must judge labels, not probabilities', metric)
    }
    this.labels = labelsOf([this.model], schema)
    const noDrift = disableDetector === 'drift'
    const noWarning = disableDetector !== 'off'
    this.patches = new RandomPatches(options, seeded(who, options.seed), {
      drift: noDrift ? null : (options.driftDetector ?? new ADWIN({ delta: 1e-5 })),
      warning: noWarning ? null : (options.warningDetector ?? new ADWIN({ delta: 1e-4 })),
      score: metric ?? (new metrics.Accuracy() as Score),
      onlyRising: options.onlyRisingError,
      fresh: () => new Patch(who, schema, this.model.clone(), new LabelCodes(this.labels)),
    })
  }

  override get held(): readonly EstimatorLike[] {
    return this.patches.models(this.model)
  }

  override admitRow(row: Row): void {
    this.patches.admit(row)
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.model.checkTarget(y)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.patches.rng.seed
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { patches, labels } = this
    const truth = labels.at(label) as Label
    patches.begin(row)
    for (let i = 0; i < patches.members.length; i++) {
      const member = patches.members[i]
      const { model, background } = member
      const predicted = predict(model, model.see(row))
      if (predicted >= 0) member.score.update(truth, labels.at(predicted))
      const times = patches.draw()
      if (times === 0) continue
      const seen = model.see(row)
      teach(model, seen, label, weight, times)
      if (background) teach(background, background.see(row), label, weight, times)
      // River: what counts is whether it is right about the event once it has learned it.
      if (patches.watched) patches.watch(member, predict(model, seen) === label ? 0 : 1, row)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    const known = this.vote(row, scores)
    let total = 0
    const { candidates } = this.labels
    for (let code = 0; code < candidates; code++) total += scores[code]
    for (let code = 0; total > 0 && code < candidates; code++) scores[code] /= total
    return known
  }

  /** Adds up what the models say, each by its score; false if none says anything. */
  private vote(row: Row, scores: Float64Array): boolean {
    const { candidates } = this.labels
    this.told = growBytes(this.told, candidates)
    this.told.fill(0)
    let known = false
    for (const { model, score } of this.patches.members) {
      if (this.add(model, model.see(row), this.weightOf(score), scores)) known = true
    }
    return known
  }

  /** How much the vote of a model counts. */
  private weightOf(score: Score): number {
    const weight = this.options.disableWeightedVote ? 1 : (score.get() as number)
    return weight > 0 ? weight : 1
  }

  private add(
    patch: Patch<ClassifierLike>,
    row: Row,
    weight: number,
    scores: Float64Array,
  ): boolean {
    const { model, codes } = patch
    const { candidates } = model.labels
    this.shares = growFloats(this.shares, candidates)
    const { shares, told } = this
    for (let code = 0; code < candidates; code++) shares[code] = 0
    if (!codes || !model.scoreRow(row, shares)) return false
    const outer = codes.toOuter(model.labels)
    for (let code = 0; code < candidates; code++) {
      if (outer[code] < 0) continue
      scores[outer[code]] += weight * shares[code]
      told[outer[code]] = 1
    }
    return candidates > 0
  }

  override predictRow(row: Row): number {
    const scores = this.scratch()
    return this.vote(row, scores) ? this.best(scores) : -1
  }

  /** The probability of each label that one of the models knows. */
  override probabilities(row: Row): Map<Label, number> {
    const all = super.probabilities(row)
    for (const label of [...all.keys()]) if (!this.isTold(label)) all.delete(label)
    return all
  }

  private isTold(label: Label): boolean {
    for (let code = 0; code < this.labels.candidates; code++) {
      if (this.told[code] === 1 && this.labels.at(code) === label) return true
    }
    return false
  }

  /** River: labels in ascending order, also where they tie. */
  protected override order(): ArrayLike<number> | undefined {
    return this.labels.candidates === this.labels.size ? this.labels.inOrder() : undefined
  }

  /**
   * How much each feature has helped its present models, which must be trees; each counts alike.
   * All together 1, the most important first; empty before any split.
   */
  featureImportances(): Map<string, number> {
    return sharedImportances(
      this.models.map((model) => explaining(this.who, model).featureImportances()),
    )
  }

  /**
   * Why a label is as likely as it is: the mean of what its models say, which must be trees (see
   * `explainOne` of `HoeffdingTreeClassifier`), by the weights of their votes. `base` and all
   * contributions add up to what `predictProbaOne` says of `label`; without one, of the label
   * that is predicted.
   */
  explainOne(x: Features, { label }: ExplainOptions = {}): ForestExplanation & OfLabel {
    const row = this.door.peek(x)
    try {
      return explainLabel(this, row, label, (code) => this.explainVotes(row, code))
    } finally {
      this.forget()
    }
  }

  private explainVotes(row: Row, code: number): ForestExplanation {
    const { members } = this.patches
    const votes = this.scratch()
    this.vote(row, votes)
    const total = votes.subarray(0, this.labels.candidates).reduce((sum, vote) => sum + vote, 0)
    const trees = members.map(({ model: patch }) => {
      const own = patch.codes && code >= 0 ? patch.codes.toInner(patch.model.labels, code) : -1
      return explaining(this.who, patch.model).explainRow(patch.see(row), own)
    })
    const weights = members.map(({ score }) => this.weightOf(score) / (total || 1))
    return explainTogether(trees, weights)
  }

  /** The models. */
  get models(): readonly ClassifierLike[] {
    return this.patches.members.map(({ model }) => model.model)
  }

  get summary(): EnsembleSummary {
    return summarise(this.models)
  }

  checkState(): void {
    this.patches.check(this.who, this.model)
  }
}

/** The code of what a model predicts; -1 if it does not know. */
function predict({ model, codes }: Patch<ClassifierLike>, row: Row): number {
  const predicted = model.predictRow(row)
  return predicted < 0 || !codes ? -1 : codes.toOuter(model.labels)[predicted]
}

/** The model learns the event so many times. */
function teach(
  { model, codes }: Patch<ClassifierLike>,
  row: Row,
  label: number,
  weight: number,
  times: number,
): void {
  for (let left = times; codes && left > 0; left--) {
    const own = codes.toInner(model.labels, label)
    if (own >= 0) model.learnRow(row, own, weight)
    else model.learnRowWith(row, codes.label(label), weight)
  }
  model.commit()
}

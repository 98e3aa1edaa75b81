import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Features,
  type Frame,
  type Given,
  type Label,
  type Labels,
  type LearnManyOptions,
  metrics,
  type Row,
  type Rules,
  random,
  requireKind,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { Jobs, type JobsView, passFrame } from '../forest/jobs/jobs.js'
import { ASK, LEARN, type RowJob, type Spreadable } from '../forest/jobs/spreadable.js'
import { explainLabel } from '../tree/explain/explain-class.js'
import type { ExplainOptions, ForestExplanation, OfLabel } from '../tree/explain/explanation.js'
import { sharedImportances } from '../tree/explain/importances.js'
import { HoeffdingTreeClassifier } from '../tree/hoeffding-tree-classifier.js'
import { labelsOf } from './committee.js'
import { explaining } from './explaining.js'
import { LabelCodes } from './label-codes.js'
import { Member, type Score } from './member.js'
import { type EnsembleSummary, summarise } from './models.js'
import { Patch } from './patch.js'
import { RandomPatches } from './random-patches.js'
import { explainPatches } from './srp-explain.js'
import { predict, teachClass } from './srp-lessons.js'
import { checkClassOptions, detectorsOf, SRP, type SRPClassifierOptions } from './srp-options.js'
import { PatchPoll } from './srp-poll.js'

export type { SRPClassifierOptions } from './srp-options.js'

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
export class SRPClassifier extends Classifier<SRPClassifierOptions> implements Spreadable {
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
  /** The models that are here: only `patches` makes sure that all are. */
  planted: RandomPatches<ClassifierLike>
  private readonly spread: Jobs
  /** What is copied; it never learns. */
  private readonly model: ClassifierLike
  private readonly poll: PatchPoll

  constructor(given: Given<SRPClassifierOptions> = {}) {
    super(underSchemaOf(new.target, given, given?.model ?? undefined))
    const { who, options, schema } = this
    const tree = { gracePeriod: 50, delta: 0.01, schema }
    this.model = options.model ?? new HoeffdingTreeClassifier(tree)
    requireKind(who, 'model', this.model, 'classifier')
    checkClassOptions(who, options)
    this.labels = labelsOf([this.model], schema)
    this.planted = new RandomPatches(options, seeded(who, options.seed), {
      ...detectorsOf(options),
      score: options.metric ?? (new metrics.Accuracy() as Score),
      onlyRising: options.onlyRisingError,
      fresh: () => new Patch(who, schema, this.model.clone(), new LabelCodes(this.labels)),
    })
    this.poll = new PatchPoll(this.labels, options.disableWeightedVote)
    this.spread = new Jobs(this, options)
  }

  /** All models; those that are with workers are called back. */
  private get patches(): RandomPatches<ClassifierLike> {
    this.spread.recall()
    return this.planted
  }

  private set patches(patches: RandomPatches<ClassifierLike>) {
    this.planted = patches
  }

  /** The threads its models are spread over. */
  get jobs(): JobsView {
    return this.spread
  }

  override get held(): readonly EstimatorLike[] {
    return this.planted.models(this.model)
  }

  override admitRow(row: Row): void {
    this.planted.admit(row)
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    this.model.checkTarget(y)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.planted.rng.seed
  }

  override learnMany(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void {
    passFrame(this.spread, frame, () => super.learnMany(frame, y, options))
  }

  override predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Label>,
    options?: LearnManyOptions,
  ): (Label | undefined)[] {
    const pass = () => super.predictThenLearnMany(frame, y, options)
    return passFrame(this.spread, frame, pass, (code) => this.labels.at(code))
  }

  override predictMany(frame: Frame): (Label | undefined)[] {
    const pass = () => super.predictMany(frame)
    return passFrame(this.spread, frame, pass, (code) => this.labels.at(code))
  }

  /** Models that are out know the labels that there were when they went. */
  protected override meet(label: Label): number {
    if (this.labels.find(label) < 0) this.spread.recall()
    return super.meet(label)
  }

  learnRow(row: Row, label: number, weight: number): void {
    if (!this.spread.takes(row, LEARN, label, weight)) this.learn(row, label, weight)
  }

  private learn(row: Row, label: number, weight: number): void {
    const { patches } = this
    patches.begin(row)
    for (let i = 0; i < patches.members.length; i++) this.instruct(i, row, label, weight)
  }

  /** The model in this place learns an event. */
  private instruct(place: number, row: Row, label: number, weight: number): void {
    const { planted, labels } = this
    const member = planted.members[place]
    const { model, background } = member
    const predicted = predict(model, model.see(row))
    if (predicted >= 0) member.score.update(labels.at(label) as Label, labels.at(predicted))
    const times = planted.draw(place)
    if (times === 0) {
      model.model.forget() // it has only looked
      return
    }
    const seen = model.see(row)
    teachClass(model, seen, label, weight, times)
    if (background) teachClass(background, background.see(row), label, weight, times)
    // River: what counts is whether it is right about the event once it has learned it.
    if (planted.watched) planted.watch(member, predict(model, seen) === label ? 0 : 1, row)
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
    const { members } = this.patches
    const { poll } = this
    poll.open()
    let known = false
    for (let i = 0; i < members.length; i++) if (poll.add(members[i], row, scores)) known = true
    return known
  }

  override predictRow(row: Row): number {
    if (this.spread.takes(row, ASK, -1, 0)) return -1
    const predicted = this.predict(row)
    this.planted.forget()
    return predicted
  }

  private predict(row: Row): number {
    const scores = this.scratch()
    return this.vote(row, scores) ? this.best(scores) : -1
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    if (this.spread.takes(row, ASK + LEARN, label, weight)) return -1
    const predicted = this.predict(row)
    this.learn(row, label, weight)
    return predicted
  }

  /** A model says how it votes, and whether it does. */
  get saysPerTree(): number {
    return this.labels.candidates + 1
  }

  passRow({ row, work, target, weight }: RowJob, said: Float64Array, at: number): void {
    const { planted, poll, saysPerTree } = this
    poll.open()
    for (let i = 0; i < planted.members.length; i++) {
      const end = at + (i + 1) * saysPerTree
      if (work !== LEARN && poll.add(planted.members[i], row, said, end - saysPerTree)) {
        said[end - 1] = 1
      }
      if (work !== ASK) this.instruct(i, row, target, weight)
    }
    if (work === ASK) planted.forget()
  }

  conclude(said: Float64Array): number {
    const scores = this.scratch()
    return this.poll.gather(said, this.saysPerTree, scores) ? this.best(scores) : -1
  }

  /** The probability of each label that one of the models knows. */
  override probabilities(row: Row): Map<Label, number> {
    const all = super.probabilities(row)
    for (const label of [...all.keys()]) if (!this.poll.hasTold(label)) all.delete(label)
    return all
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
    const votes = this.scratch()
    this.vote(row, votes)
    return explainPatches(this.who, this.patches.members, this.poll, row, code, votes)
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

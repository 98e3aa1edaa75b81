import {
  Classifier,
  type Features,
  type Frame,
  type Given,
  type Label,
  type LearnManyOptions,
  metrics,
  type Row,
  type Rules,
  type Verdict,
} from '@coelho/core'
import type { Score } from '../ensemble/member.js'
import { explainLabel } from '../tree/explain/explain-class.js'
import type { ExplainOptions, ForestExplanation, OfLabel } from '../tree/explain/explanation.js'
import { importancesOf, sharedImportances } from '../tree/explain/importances.js'
import type { ClassTree } from '../tree/grow/class-tree.js'
import { ARF_CLASSIFIER, type ARFClassifierOptions } from './arf-classifier-options.js'
import { explainVotes } from './explain-forest.js'
import type { Forest } from './forest.js'
import { Jobs, type JobsView, passFrame } from './jobs/jobs.js'
import { ASK, LEARN, type RowJob, type Spreadable } from './jobs/spreadable.js'
import { CLASS_FOREST, plantClasses } from './plant-classes.js'
import { Poll } from './poll.js'
import * as show from './show-forest.js'
import type { TreeView } from './tree-view.js'

/**
 * An adaptive random forest: trees of which each learns every event some random number of times,
 * and of which each leaf looks at some features only, drawn at random. A tree whose error
 * changes is replaced by one that has learned since the warning.
 *
 * The weight of an event multiplies how often each tree learns it. River's random choices.
 *
 * @example
 * const model = new ARFClassifier({ nModels: 5, seed: 1 })
 * for (let i = 0; i < 400; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class ARFClassifier extends Classifier<ARFClassifierOptions> implements Spreadable {
  static override readonly id: string = 'forest.ARFClassifier'
  static override readonly rules: Rules<ARFClassifierOptions> = ARF_CLASSIFIER
  static override readonly state: readonly string[] = ['forest']
  static readonly parts: readonly unknown[] = CLASS_FOREST

  /** The trees that are here: only `forest` makes sure that all are. */
  planted: Forest<ClassTree>
  private readonly spread: Jobs
  private readonly judge: Score
  private readonly poll: Poll

  constructor(given: Given<ARFClassifierOptions> = {}) {
    super(given)
    const { who, options, schema } = this
    this.poll = new Poll(options.disableWeightedVote)
    this.judge = options.metric ?? (new metrics.Accuracy() as Score)
    this.planted = plantClasses(this, options, this.judge)
    this.spread = new Jobs(this, options)
    for (const name of options.nominalAttributes ?? []) schema.add(who, name, 'category')
    schema.commit()
  }

  /** All trees; those that are with workers are called back. */
  private get forest(): Forest<ClassTree> {
    this.spread.recall()
    return this.planted
  }

  private set forest(forest: Forest<ClassTree>) {
    this.planted = forest
  }

  override get takesCategories(): boolean {
    return true
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.planted.rng.seed
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    if (this.judge.requiresLabels === false) this.judge.tryOut?.(y as Label, new Map())
  }

  override learnMany(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void {
    this.checkTargets(y)
    passFrame(this.spread, frame, () => super.learnMany(frame, y, options))
  }

  override predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Label>,
    options?: LearnManyOptions,
  ): (Label | undefined)[] {
    this.checkTargets(y)
    const pass = () => super.predictThenLearnMany(frame, y, options)
    return passFrame(this.spread, frame, pass, (code) => this.labels.at(code))
  }

  override predictMany(frame: Frame): (Label | undefined)[] {
    const pass = () => super.predictMany(frame)
    return passFrame(this.spread, frame, pass, (code) => this.labels.at(code))
  }

  /** Trees that are out know the labels that there were when they went. */
  protected override meet(label: Label): number {
    if (this.labels.find(label) < 0) this.spread.recall()
    return super.meet(label)
  }

  /** The metric may refuse labels that the trees would take. */
  private checkTargets(y: ArrayLike<Label>): void {
    if (this.judge.requiresLabels !== false) return
    for (let i = 0; i < y?.length; i++) this.checkTarget(y[i])
  }

  learnRow(row: Row, label: number, weight: number): void {
    if (this.spread.takes(row, LEARN, label, weight)) return
    this.learn(row, label, weight, undefined)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    if (this.spread.takes(row, ASK + LEARN, label, weight)) return -1
    const votes = this.scratch()
    this.poll.open()
    this.learn(row, label, weight, votes)
    return this.poll.winner(votes, this.order())
  }

  /**
   * With `votes`, what the trees say before they learn is added up there; with a `step` each tree
   * has so many numbers of its own, from `at` on: its votes, and the first of its classes.
   */
  private learn(
    row: Row,
    label: number,
    weight: number,
    votes: Float64Array | undefined,
    at = 0,
    step = 0,
  ): void {
    const { forest, labels, judge, poll } = this
    const { members } = forest
    const { size } = labels
    const byLabel = judge.requiresLabels !== false
    const truth = labels.at(label) as Label
    forest.admit(row)
    for (let i = 0; i < members.length; i++) {
      const member = members[i]
      const tree = member.model
      const shares = votes || !byLabel ? poll.emptied(size) : undefined
      const predicted = tree.foresee(row, shares)
      if (votes && shares) poll.add(member, shares, size, votes, at + i * step, step)
      if (byLabel) member.score.update(truth, labels.at(predicted))
      else if (shares) member.score.update(truth, poll.tell(tree, shares, labels))
      const times = forest.draw(i)
      if (times === 0) continue
      member.background?.learn(row, label, times * weight)
      tree.learnForeseen(row, label, times * weight)
      member.watch(predicted === label ? 0 : 1)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.vote(row, scores)
    this.poll.share(scores, this.labels.size)
    return this.poll.isDecided
  }

  override judgeRow(row: Row): Verdict {
    const { poll, labels } = this
    const votes = this.scratch()
    this.vote(row, votes)
    const prediction = labels.at(poll.winner(votes, this.order()))
    poll.share(votes, labels.size)
    return { prediction, probabilities: poll.isDecided ? this.byLabel(votes) : new Map() }
  }

  override predictRow(row: Row): number {
    if (this.spread.takes(row, ASK, -1, 0)) return -1
    const votes = this.scratch()
    this.vote(row, votes)
    return this.poll.winner(votes, this.order())
  }

  /** Adds up the votes of the trees, or keeps them apart, as `learn` does. */
  private vote(row: Row, votes: Float64Array, at = 0, step = 0): void {
    const { poll, forest, labels } = this
    const { members } = forest
    const { size } = labels
    poll.open()
    for (let i = 0; i < members.length; i++) {
      const shares = poll.emptied(size)
      members[i].model.score(row, shares)
      poll.add(members[i], shares, size, votes, at + i * step, step)
    }
  }

  /** The threads its trees are spread over. */
  get jobs(): JobsView {
    return this.spread
  }

  get saysPerTree(): number {
    return this.labels.size + 1
  }

  passRow({ row, work, target, weight }: RowJob, said: Float64Array, at: number): void {
    const { saysPerTree } = this
    if (work === ASK) this.vote(row, said, at, saysPerTree)
    else this.learn(row, target, weight, work === LEARN ? undefined : said, at, saysPerTree)
  }

  conclude(said: Float64Array): number {
    const votes = this.scratch()
    this.poll.gather(said, this.saysPerTree, votes)
    return this.poll.winner(votes, this.order())
  }

  /** The probability of each class that a tree knows. */
  protected override byLabel(scores: Float64Array): Map<Label, number> {
    const all = super.byLabel(scores)
    for (const [label] of all) {
      const code = this.labels.find(label)
      const isKnown = this.forest.members.some(({ model }) => model.classes.find(code) >= 0)
      if (!isKnown) all.delete(label)
    }
    return all
  }

  /** River: labels in ascending order, also where they tie. */
  protected override order(): ArrayLike<number> {
    return this.labels.inOrder()
  }

  /** The trees, to look at. */
  get models(): TreeView[] {
    return show.viewsOf(this.forest.members, (tree) => tree, this.schema)
  }

  get summary(): show.ForestSummary {
    return show.summariseForest(this.forest.members, (tree) => tree)
  }

  /** All trees as text, each under its number. */
  toText(): string {
    return show.forestToText(this.models)
  }

  /** The tree with this number in the DOT language, to be drawn by Graphviz. */
  toDot(treeId = 0): string {
    return show.treeToDot(this.who, this.models, treeId)
  }

  /**
   * How much each feature has helped its present trees, as `featureImportances` of a tree says;
   * each tree counts alike. All together 1, the most important first; empty before any split.
   */
  featureImportances(): Map<string, number> {
    return sharedImportances(this.forest.members.map(({ model }) => importancesOf(model)))
  }

  /**
   * Why a label is as likely as it is: the mean of what its trees say (see `explainOne` of
   * `HoeffdingTreeClassifier`) by the weights of their votes. `base` and all contributions add up
   * to what `predictProbaOne` says of `label`; without one, of the label that is predicted.
   *
   * @example
   * const model = new ARFClassifier({ nModels: 3, seed: 1 })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * const { contributions } = model.explainOne({ amount: 15, age: 3 }, { label: 'high' })
   * contributions.get('amount') // => 0.558…
   */
  explainOne(x: Features, { label }: ExplainOptions = {}): ForestExplanation & OfLabel {
    const row = this.door.peek(x)
    try {
      return explainLabel(this, row, label, (code) =>
        explainVotes(this.forest.members, this.poll, row, code),
      )
    } finally {
      this.forget()
    }
  }

  /** How many drifts replaced the tree with this number, or any. */
  nDriftsDetected(treeId?: number): number {
    return this.forest.nDrifts(treeId)
  }

  /** How many warnings there were of the tree with this number, or of any. */
  nWarningsDetected(treeId?: number): number {
    return this.forest.nWarnings(treeId)
  }
}

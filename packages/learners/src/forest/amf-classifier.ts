import {
  Classifier,
  type Features,
  type Frame,
  type Given,
  type Label,
  type LearnManyOptions,
  type Row,
  type Rules,
  random,
  seeded,
} from '@coelho/core'
import { explainLabel } from '../tree/explain/explain-class.js'
import type { ExplainOptions, ForestExplanation, OfLabel } from '../tree/explain/explanation.js'
import { explainAlike } from '../tree/explain/together.js'
import { checkClassFit } from '../tree/mondrian/check-fit.js'
import { ClassCounts } from '../tree/mondrian/class-counts.js'
import { explainNodes } from '../tree/mondrian/explain.js'
import { Grower } from '../tree/mondrian/grower.js'
import { MondrianNodes } from '../tree/mondrian/nodes.js'
import { type MondrianSummary, summarise } from '../tree/mondrian/summary.js'
import { checkTrees, MondrianGrove, plantTrees } from './amf-trees.js'
import { Jobs, type JobsView, passFrame } from './jobs/jobs.js'
import { JOBS, type JobsOptions } from './jobs/options.js'
import { ASK, LEARN, type RowJob, type Spreadable } from './jobs/spreadable.js'

export interface AMFClassifierOptions extends JobsOptions {
  /** How many trees. */
  readonly nEstimators: number
  /** How strongly the nodes that predict well are preferred when predictions are averaged. */
  readonly step: number
  /** Average the predictions of all nodes on the way; else the leaves alone predict. */
  readonly useAggregation: boolean
  /** How many events of each class a node counts before it has seen any. */
  readonly dirichlet: number
  /** Split nodes that have seen one class only too. */
  readonly splitPure: boolean
  /** How many nodes a tree may have before it stops to grow; null: no limit. */
  readonly maxNodes: number | null
  /** Of the generator that seeds the trees; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Aggregated Mondrian forest: trees that split at random where events fall outside of what they
 * have met, and average the predictions of all their prunings. It has nothing to tune.
 *
 * Features are numbers. A tree has up to two nodes more with each event, and each node takes 16
 * bytes for every feature: give `maxNodes` where the stream has no end.
 *
 * @example
 * const model = new AMFClassifier({ nEstimators: 5, seed: 42 })
 * for (let i = 0; i < 200; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class AMFClassifier extends Classifier<AMFClassifierOptions> implements Spreadable {
  static override readonly id: string = 'forest.AMFClassifier'
  static override readonly rules: Rules<AMFClassifierOptions> = {
    nEstimators: { kind: 'integer', default: 10, atLeast: 1, atMost: 1_048_576 },
    step: { kind: 'number', default: 1, atLeast: 0 },
    useAggregation: { kind: 'boolean', default: true },
    dirichlet: { kind: 'number', default: 0.5, above: 0 },
    splitPure: { kind: 'boolean', default: false },
    maxNodes: { kind: 'integer', default: null, nullable: true, atLeast: 1 },
    seed: { kind: 'any', default: null },
    ...JOBS,
  }
  static override readonly state: readonly string[] = ['rng', 'trees']
  static readonly parts: readonly unknown[] = [MondrianNodes, random.Random]

  private readonly rng: random.Random
  /** The trees that are here: only `trees` makes sure that all are. */
  planted: MondrianGrove = new MondrianGrove()
  private readonly spread: Jobs
  private readonly grower: Grower
  private readonly counts: ClassCounts

  constructor(given: Given<AMFClassifierOptions> = {}) {
    super(given)
    this.rng = seeded(this.who, this.options.seed)
    this.grower = new Grower(this.options, this.schema)
    this.counts = new ClassCounts(this.options, this.labels)
    this.spread = new Jobs(this, this.options)
  }

  /** All trees; those that are with workers are called back. */
  private get trees(): MondrianNodes[] {
    this.spread.recall()
    return this.planted.trees
  }

  private set trees(trees: MondrianNodes[]) {
    this.planted.trees = trees
  }

  /** The threads its trees are spread over. */
  get jobs(): JobsView {
    return this.spread
  }

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
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

  /** Trees that are out know the labels that there were when they went, those sent know all. */
  protected override meet(label: Label): number {
    if (this.labels.find(label) >= 0) return super.meet(label)
    const { trees } = this
    const code = super.meet(label)
    for (const tree of trees) tree.fit(0, this.labels.size)
    return code
  }

  learnRow(row: Row, label: number, weight: number): void {
    if (this.spread.takes(row, LEARN, label, weight)) return
    const { trees, grower, counts } = this
    if (trees.length === 0) plantTrees(trees, this.options.nEstimators, this.rng)
    counts.aim(label, weight)
    for (let k = 0; k < trees.length; k++) grower.learn(trees[k], row, counts)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    const { trees, grower, counts } = this
    for (let k = 0; k < trees.length; k++) {
      counts.clear()
      grower.predict(trees[k], row, counts)
      counts.addTo(scores, trees.length)
    }
    return trees.length > 0
  }

  override predictRow(row: Row): number {
    if (this.spread.takes(row, ASK, -1, 0)) return -1
    return super.predictRow(row)
  }

  /** A tree says the share of each class. */
  get saysPerTree(): number {
    return this.labels.size
  }

  passRow({ row, work, target, weight }: RowJob, said: Float64Array, at: number): void {
    const { trees, grower, counts, saysPerTree } = this
    counts.aim(target, weight)
    for (let k = 0; k < trees.length; k++) {
      counts.clear()
      if (work === ASK) grower.predict(trees[k], row, counts)
      else if (work === LEARN) grower.learn(trees[k], row, counts)
      else grower.predictThenLearn(trees[k], row, counts)
      if (work !== LEARN) counts.addTo(said, 1, at + k * saysPerTree)
    }
  }

  conclude(said: Float64Array): number {
    const scores = this.scratch()
    const trees = this.planted.size
    const classes = said.length / trees
    for (let k = 0; k < said.length; k++) scores[k % classes] += said[k] / trees
    return this.best(scores)
  }

  override predictThenLearnRow(row: Row, label: number, weight: number): number {
    if (this.planted.size === 0) return super.predictThenLearnRow(row, label, weight)
    if (this.spread.takes(row, ASK + LEARN, label, weight)) return -1
    const { trees, grower, counts } = this
    const scores = this.scratch()
    counts.aim(label, weight)
    for (let k = 0; k < trees.length; k++) {
      counts.clear()
      grower.predictThenLearn(trees[k], row, counts)
      counts.addTo(scores, trees.length)
    }
    return this.best(scores)
  }

  /** Labels in ascending order, also where they tie. */
  protected override order(): ArrayLike<number> {
    return this.labels.inOrder()
  }

  get summary(): MondrianSummary {
    return summarise(this.trees)
  }

  /**
   * Why a label is as likely as it is: the mean of what its trees say. All nodes on the way of an
   * event predict, each with its part; a step down adds to the feature of the branch how far those
   * below it move the average. `base`, which is what the roots say, and all contributions add up to
   * what `predictProbaOne` says of `label`; without one, of the label that is predicted.
   *
   * @example
   * const model = new AMFClassifier({ nEstimators: 3, seed: 1 })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ amount: i % 20, age: i % 7 }, i % 20 < 10 ? 'low' : 'high')
   * }
   * const { contributions } = model.explainOne({ amount: 15, age: 3 }, { label: 'high' })
   * contributions.get('amount') // => 0.4946…
   */
  explainOne(x: Features, { label }: ExplainOptions = {}): ForestExplanation & OfLabel {
    const { trees, grower, counts, schema } = this
    const row = this.door.peek(x)
    try {
      return explainLabel(this, row, label, (code) => {
        const explain = (tree: MondrianNodes) => {
          const share = (node: number) => counts.shareOf(tree, node, code)
          return explainNodes(tree, schema, row, grower.trace(tree, row), share)
        }
        return explainAlike(trees.map(explain))
      })
    } finally {
      this.forget()
    }
  }

  checkState(): void {
    const { trees, options, schema } = this
    checkTrees(trees, options.nEstimators, schema.size, this.labels.size, checkClassFit)
  }
}

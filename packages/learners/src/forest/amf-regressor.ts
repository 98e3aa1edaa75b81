import {
  type Features,
  type Frame,
  type Given,
  type LearnManyOptions,
  Regressor,
  type Row,
  type Rules,
  random,
  seeded,
} from '@coelho/core'
import type { ForestExplanation } from '../tree/explain/explanation.js'
import { explainAlike } from '../tree/explain/together.js'
import { checkFit } from '../tree/mondrian/check-fit.js'
import { explainNodes } from '../tree/mondrian/explain.js'
import { Grower } from '../tree/mondrian/grower.js'
import { MondrianNodes } from '../tree/mondrian/nodes.js'
import { type MondrianSummary, summarise } from '../tree/mondrian/summary.js'
import { TargetMean } from '../tree/mondrian/target-mean.js'
import { checkTrees, MondrianGrove, plantTrees } from './amf-trees.js'
import { Jobs, type JobsView, passFrame } from './jobs/jobs.js'
import { JOBS, type JobsOptions } from './jobs/options.js'
import { ASK, LEARN, type RowJob, type Spreadable } from './jobs/spreadable.js'

export interface AMFRegressorOptions extends JobsOptions {
  /** How many trees. */
  readonly nEstimators: number
  /** How strongly the nodes that predict well are preferred when predictions are averaged. */
  readonly step: number
  /** Average the predictions of all nodes on the way; else the leaves alone predict. */
  readonly useAggregation: boolean
  /** How many nodes a tree may have before it stops to grow; null: no limit. */
  readonly maxNodes: number | null
  /** Of the generator that seeds the trees; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Aggregated Mondrian forest: trees that split at random where events fall outside of what they
 * have met, and average the means of all their prunings.
 *
 * Features are numbers. The scale of the targets matters, as nodes are weighed by their squared
 * errors: bring it near 1, or lower `step`. A tree has up to two nodes more with each event, and
 * each node takes 16 bytes for every feature: give `maxNodes` where the stream has no end.
 *
 * @example
 * const model = new AMFRegressor({ nEstimators: 5, seed: 42 })
 * for (let i = 0; i < 200; i++) model.learnOne({ km: i % 100 }, i % 100 > 60 ? 30 : 10)
 * Math.round(model.predictOne({ km: 80 })) // => 30
 */
export class AMFRegressor extends Regressor<AMFRegressorOptions> implements Spreadable {
  static override readonly id: string = 'forest.AMFRegressor'
  static override readonly rules: Rules<AMFRegressorOptions> = {
    nEstimators: { kind: 'integer', default: 10, atLeast: 1, atMost: 1_048_576 },
    step: { kind: 'number', default: 1, atLeast: 0 },
    useAggregation: { kind: 'boolean', default: true },
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
  /** Its prediction. */
  readonly saysPerTree = 1
  private readonly grower: Grower
  private readonly mean: TargetMean

  constructor(given: Given<AMFRegressorOptions> = {}) {
    super(given)
    this.rng = seeded(this.who, this.options.seed)
    this.grower = new Grower(this.options, this.schema)
    this.mean = new TargetMean(this.options.step)
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

  override learnMany(frame: Frame, y: ArrayLike<number>, options?: LearnManyOptions): void {
    passFrame(this.spread, frame, () => super.learnMany(frame, y, options))
  }

  override predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<number>,
    options?: LearnManyOptions,
  ): Float64Array {
    const pass = () => super.predictThenLearnMany(frame, y, options)
    return passFrame(this.spread, frame, pass, Number)
  }

  override predictMany(frame: Frame): Float64Array {
    return passFrame(this.spread, frame, () => super.predictMany(frame), Number)
  }

  learnRow(row: Row, y: number, weight: number): void {
    if (this.spread.takes(row, LEARN, y, weight)) return
    const { trees, grower, mean } = this
    if (trees.length === 0) plantTrees(trees, this.options.nEstimators, this.rng)
    mean.aim(y, weight)
    for (let k = 0; k < trees.length; k++) grower.learn(trees[k], row, mean)
  }

  /** River: unlike other models of numbers it has no answer, undefined, before it has learned. */
  override predictOne(x: Features): number {
    const answer = super.predictOne(x)
    return this.planted.size > 0 ? answer : (undefined as never)
  }

  override answerRow(row: Row): number | undefined {
    return this.planted.size > 0 ? this.predictRow(row) : undefined
  }

  /** The mean of what the trees predict; 0 while nothing is known. */
  predictRow(row: Row): number {
    if (this.spread.takes(row, ASK, NaN, 0)) return NaN
    const { trees, grower, mean } = this
    if (trees.length === 0) return 0
    mean.sum[0] = 0
    for (let k = 0; k < trees.length; k++) grower.predict(trees[k], row, mean)
    return mean.sum[0] / trees.length
  }

  override predictThenLearnRow(row: Row, y: number, weight: number): number {
    if (this.planted.size === 0) return super.predictThenLearnRow(row, y, weight)
    if (this.spread.takes(row, ASK + LEARN, y, weight)) return NaN
    const { trees, grower, mean } = this
    mean.sum[0] = 0
    mean.aim(y, weight)
    for (let k = 0; k < trees.length; k++) grower.predictThenLearn(trees[k], row, mean)
    return mean.sum[0] / trees.length
  }

  passRow({ row, work, target, weight }: RowJob, said: Float64Array, at: number): void {
    const { trees, grower, mean } = this
    mean.aim(target, weight)
    for (let k = 0; k < trees.length; k++) {
      mean.sum[0] = 0
      if (work === ASK) grower.predict(trees[k], row, mean)
      else if (work === LEARN) grower.learn(trees[k], row, mean)
      else grower.predictThenLearn(trees[k], row, mean)
      if (work !== LEARN) said[at + k] = mean.sum[0]
    }
  }

  conclude(said: Float64Array): number {
    let sum = 0
    for (let k = 0; k < said.length; k++) sum += said[k]
    return sum / said.length
  }

  get summary(): MondrianSummary {
    return summarise(this.trees)
  }

  /**
   * Why a number is predicted: the mean of what its trees say. All nodes on the way of an event
   * predict, each with its part; a step down adds to the feature of the branch how far those below
   * it move the average. `base`, which is what the roots say, and all contributions add up to
   * `prediction`, which is what `predictOne` says.
   *
   * @example
   * const model = new AMFRegressor({ nEstimators: 3, seed: 1 })
   * for (let i = 0; i < 400; i++) {
   *   model.learnOne({ km: i % 20, age: i % 7 }, i % 20 < 10 ? 5 : 25)
   * }
   * const { prediction, contributions } = model.explainOne({ km: 15, age: 3 })
   * Math.round(prediction) // => 25
   * contributions.get('km') // => 10.029…
   */
  explainOne(x: Features): ForestExplanation {
    const { trees, grower, mean, schema } = this
    const row = this.door.peek(x)
    try {
      const explain = (tree: MondrianNodes) => {
        const worth = (node: number) => mean.meanOf(tree, node)
        return explainNodes(tree, schema, row, grower.trace(tree, row), worth)
      }
      return explainAlike(trees.map(explain))
    } finally {
      this.forget()
    }
  }

  checkState(): void {
    const { trees, options, schema } = this
    checkTrees(trees, options.nEstimators, schema.size, this.mean.size, checkFit)
  }
}

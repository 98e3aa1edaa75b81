import { type Given, Regressor, type Row, type Rules, type random, seeded } from '@coelho/core'
import { checkFit } from './check-fit.js'
import { Grower } from './grower.js'
import { MondrianNodes } from './nodes.js'
import { toDot, toText } from './show.js'
import { type MondrianSummary, summarise } from './summary.js'
import { TargetMean } from './target-mean.js'

export interface MondrianTreeRegressorOptions {
  /** How strongly the nodes that predict well are preferred when predictions are averaged. */
  readonly step: number
  /** Average the predictions of all nodes on the way; else the leaf alone predicts. */
  readonly useAggregation: boolean
  /** The number of the first event: only event 0 is learned without being judged. */
  readonly iteration: number
  /** How many nodes the tree may have before it stops to grow; null: no limit. */
  readonly maxNodes: number | null
  /** Of the generator that places the splits; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * A tree that splits where events fall outside the boxes of those before, at random and whatever
 * their targets are, and that averages the means of all its prunings. `forest.AMFRegressor` has
 * several.
 *
 * Features are numbers. An event without the value a branch asks for goes to the child that has
 * predicted better.
 *
 * @example
 * const model = new tree.mondrian.MondrianTreeRegressor({ seed: 42 })
 * for (let i = 0; i < 200; i++) model.learnOne({ km: i % 100 }, i % 100 > 60 ? 30 : 10)
 * Math.round(model.predictOne({ km: 80 })) // => 30
 */
export class MondrianTreeRegressor extends Regressor<MondrianTreeRegressorOptions> {
  static override readonly id: string = 'tree.mondrian.MondrianTreeRegressor'
  static override readonly rules: Rules<MondrianTreeRegressorOptions> = {
    step: { kind: 'number', default: 1, atLeast: 0 },
    useAggregation: { kind: 'boolean', default: true },
    iteration: { kind: 'integer', default: 0, atLeast: 0 },
    maxNodes: { kind: 'integer', default: null, nullable: true, atLeast: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['nodes']
  static readonly parts: readonly unknown[] = [MondrianNodes]

  private readonly nodes: MondrianNodes
  private readonly grower: Grower
  private readonly mean: TargetMean
  private readonly describe = (node: number): string => this.mean.describe(this.nodes, node)

  constructor(given: Given<MondrianTreeRegressorOptions> = {}) {
    super(given)
    this.nodes = new MondrianNodes(seeded(this.who, this.options.seed))
    this.nodes.turns = this.options.iteration
    this.grower = new Grower(this.options, this.schema)
    this.mean = new TargetMean(this.options.step)
  }

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.nodes.rng.seed
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.mean.aim(y, weight)
    this.grower.learn(this.nodes, row, this.mean)
  }

  predictRow(row: Row): number {
    if (this.nodes.count === 0) return 0
    this.mean.sum[0] = 0
    this.grower.predict(this.nodes, row, this.mean)
    return this.mean.sum[0]
  }

  get summary(): MondrianSummary {
    return summarise([this.nodes])
  }

  /** The tree as text, a line per node. */
  toText(): string {
    return toText(this.nodes, this.schema, this.describe)
  }

  /** The tree in the DOT language, to be drawn by Graphviz. */
  toDot(): string {
    return toDot(this.nodes, this.schema, this.describe)
  }

  checkState(): void {
    checkFit(this.nodes, this.schema.size, this.mean.size)
  }
}

import { Classifier, type Given, type Row, type Rules, type random, seeded } from '@coelho/core'
import { checkClassFit } from './check-fit.js'
import { ClassCounts } from './class-counts.js'
import { Grower } from './grower.js'
import { MondrianNodes } from './nodes.js'
import { toDot, toText } from './show.js'
import { type MondrianSummary, summarise } from './summary.js'

export interface MondrianTreeClassifierOptions {
  /** How strongly the nodes that predict well are preferred when predictions are averaged. */
  readonly step: number
  /** Average the predictions of all nodes on the way; else the leaf alone predicts. */
  readonly useAggregation: boolean
  /** How many events of each class a node counts before it has seen any. */
  readonly dirichlet: number
  /** Split nodes that have seen one class only too. */
  readonly splitPure: boolean
  /** The number of the first event: only event 0 is learned without being judged. */
  readonly iteration: number
  /** How many nodes the tree may have before it stops to grow; null: no limit. */
  readonly maxNodes: number | null
  /** Of the generator that places the splits; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * A tree that splits where events fall outside the boxes of those before, at random and whatever
 * their labels are, and that averages the predictions of all its prunings. `forest.AMFClassifier`
 * has several.
 *
 * Features are numbers. An event without the value a branch asks for goes to the child that has
 * predicted better.
 *
 * @example
 * const model = new tree.mondrian.MondrianTreeClassifier({ seed: 42 })
 * for (let i = 0; i < 200; i++) model.learnOne({ amount: i % 100 }, i % 100 > 60 ? 'high' : 'low')
 * model.predictOne({ amount: 80 }) // => 'high'
 */
export class MondrianTreeClassifier extends Classifier<MondrianTreeClassifierOptions> {
  static override readonly id: string = 'tree.mondrian.MondrianTreeClassifier'
  static override readonly rules: Rules<MondrianTreeClassifierOptions> = {
    step: { kind: 'number', default: 1, atLeast: 0 },
    useAggregation: { kind: 'boolean', default: true },
    dirichlet: { kind: 'number', default: 0.5, above: 0 },
    splitPure: { kind: 'boolean', default: false },
    iteration: { kind: 'integer', default: 0, atLeast: 0 },
    maxNodes: { kind: 'integer', default: null, nullable: true, atLeast: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['nodes']
  static readonly parts: readonly unknown[] = [MondrianNodes]

  private readonly nodes: MondrianNodes
  private readonly grower: Grower
  private readonly counts: ClassCounts
  private readonly describe = (node: number): string => this.counts.describe(this.nodes, node)

  constructor(given: Given<MondrianTreeClassifierOptions> = {}) {
    super(given)
    this.nodes = new MondrianNodes(seeded(this.who, this.options.seed))
    this.nodes.turns = this.options.iteration
    this.grower = new Grower(this.options, this.schema)
    this.counts = new ClassCounts(this.options, this.labels)
  }

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.nodes.rng.seed
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.counts.aim(label, weight)
    this.grower.learn(this.nodes, row, this.counts)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    if (this.nodes.count === 0) return false
    this.counts.clear()
    this.grower.predict(this.nodes, row, this.counts)
    this.counts.addTo(scores, 1)
    return true
  }

  /** Labels in ascending order, also where they tie. */
  protected override order(): ArrayLike<number> {
    return this.labels.inOrder()
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
    checkClassFit(this.nodes, this.schema.size, this.labels.size)
  }
}

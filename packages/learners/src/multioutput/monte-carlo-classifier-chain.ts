import {
  type ClassifierLike,
  type Features,
  type Given,
  type Label,
  likeliest,
  MultiOutput,
  type OutputPart,
  type OutputValues,
  putOwn,
  type Row,
  type Rules,
  random,
  seeded,
} from '@coelho/core'
import { chainOf, LabelChain } from './label-chain.js'
import { payoff } from './payoff.js'

export interface MonteCarloClassifierChainOptions {
  /** What tells one output: a classifier of two classes, or a pipeline that ends with one. */
  readonly model: ClassifierLike
  /** How many sets of labels are drawn for a prediction. */
  readonly m: number
  /** Of the generator that draws them; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * A chain of classifiers that predicts the labels which are likeliest together, of those that
 * `ClassifierChain` would predict and `m` sets that are drawn. It learns as `ClassifierChain`
 * does, from `false` and `true` (or 0 and 1); what was drawn is told as 0 and 1.
 *
 * Each prediction draws a number for each output and set, so that predicting again may give
 * another answer.
 *
 * @example
 * const model = new MonteCarloClassifierChain({ model: new naiveBayes.GaussianNB(), seed: 1 })
 * for (let i = 0; i < 20; i++) model.learnOne({ x: i }, { big: i > 9, red: i < 5 })
 * model.predictOne({ x: 17 }) // => { big: true, red: false }
 */
export class MonteCarloClassifierChain extends MultiOutput<MonteCarloClassifierChainOptions> {
  static override readonly id = 'multioutput.MonteCarloClassifierChain'
  static override readonly rules: Rules<MonteCarloClassifierChainOptions> = {
    model: { kind: 'object' },
    m: { kind: 'integer', default: 10, atLeast: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['chain', 'rng']
  static readonly parts: readonly unknown[] = [LabelChain, random.Random]

  private readonly chain: LabelChain
  private readonly rng: random.Random = seeded(this.who, this.options.seed)

  constructor(given: Given<MonteCarloClassifierChainOptions>) {
    super(given)
    this.chain = chainOf(this.who, this.schema, this.options.model, null)
  }

  get kind(): 'multi-label classifier' {
    return 'multi-label classifier'
  }

  protected override get part(): OutputPart {
    return this.chain
  }

  learnOutputs(row: Row, y: OutputValues, weight: number): void {
    this.chain.learn(row, y, weight)
  }

  probabilities(row: Row): OutputValues<Map<Label, number>> {
    return this.chain.probabilities(row)
  }

  /** The probability of each label, for each output; empty while nothing is known. */
  predictProbaOne(x: Features): OutputValues<Map<Label, number>> {
    return this.asked(x, (row) => this.probabilities(row))
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  answerRow(row: Row): OutputValues {
    const { chain } = this
    let best = likeliest(this.probabilities(row))
    let highest = payoff(chain, row, best)
    for (let i = 0; i < this.options.m; i++) {
      const drawn = this.draw(row)
      const reached = payoff(chain, row, drawn)
      if (reached > highest) {
        best = drawn
        highest = reached
      }
    }
    return best
  }

  /** Draws a label for each output of which something is known, in the order of the chain. */
  private draw(row: Row): OutputValues {
    const { chain } = this
    const { names } = chain
    const drawn: Record<string, number> = {}
    let at = chain.relay.start(row)
    for (let i = 0; i < names.length; i++) {
      const probabilities = chain.at(i).probabilities(at)
      if (probabilities.size === 0) continue
      // River: the place of a label among those that are known stands for the label itself.
      const place = this.choose(probabilities)
      putOwn(drawn, names[i], place)
      at = chain.withLabel(at, i, place)
    }
    return drawn
  }

  private choose(probabilities: ReadonlyMap<Label, number>): number {
    let total = 0
    for (const p of probabilities.values()) total += p
    const wanted = this.rng.random() * total
    let sum = 0
    let place = 0
    for (const p of probabilities.values()) {
      sum += p
      if (wanted < sum || place === probabilities.size - 1) break
      place += 1
    }
    return place
  }

  /** The model of each output that was learned. */
  get models(): Map<string, ClassifierLike> {
    return this.chain.byName
  }

  checkState(): void {
    this.chain.check(this.who, this.options.model.schema)
  }
}

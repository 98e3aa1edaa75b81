import {
  type ClassifierLike,
  type Features,
  type Given,
  type Label,
  MultiOutput,
  type OutputPart,
  type OutputValues,
  type Row,
  type Rules,
} from '@coelho/core'
import { chainOf, LabelChain } from './label-chain.js'
import { chanceOf } from './payoff.js'

export interface ProbabilisticClassifierChainOptions {
  /** What tells one output: a classifier of two classes, or a pipeline that ends with one. */
  readonly model: ClassifierLike
}

type Options = ProbabilisticClassifierChainOptions

/** A branch this much less likely than the best is not searched: rounding does not make it up. */
const MARGIN = 1e-9

/**
 * A chain of classifiers that predicts the labels which are likeliest together, of all there
 * are: 0 or 1 for each output. It learns as `ClassifierChain` does, from `false` and `true` (or 0
 * and 1); other labels have no probability, and nothing is predicted then.
 *
 * @example
 * const model = new ProbabilisticClassifierChain({ model: new naiveBayes.GaussianNB() })
 * for (let i = 0; i < 20; i++) model.learnOne({ x: i }, { big: i > 9, red: i < 5 })
 * model.predictOne({ x: 17 }) // => { big: 1, red: 0 }
 */
export class ProbabilisticClassifierChain extends MultiOutput<Options> {
  static override readonly id = 'multioutput.ProbabilisticClassifierChain'
  static override readonly rules: Rules<ProbabilisticClassifierChainOptions> = {
    model: { kind: 'object' },
  }

  static override readonly state: readonly string[] = ['chain']
  static readonly parts: readonly unknown[] = [LabelChain]

  private readonly chain: LabelChain

  constructor(given: Given<ProbabilisticClassifierChainOptions>) {
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

  /** River: of labels that are as likely, the first in counting: the first output counts most. */
  answerRow(row: Row): OutputValues {
    const { names, relay } = this.chain
    if (names.length === 0) return {}
    const search: Search = { bits: new Uint8Array(names.length), best: undefined, highest: 0 }
    this.search(relay.start(row), 0, 1, search)
    const { best } = search
    return best ? Object.fromEntries(names.map((name, i) => [name, best[i]])) : {}
  }

  /** Depth first through the labels from that place on; none can add to the product so far. */
  private search(row: Row, place: number, product: number, search: Search): void {
    const { chain } = this
    const { bits } = search
    if (place === bits.length) {
      if (product <= search.highest) return
      search.highest = product
      search.best = bits.slice()
      return
    }
    const probabilities = chain.at(place).probabilities(row)
    for (let label = 0; label < 2; label++) {
      const next = product * chanceOf(probabilities, label)
      if (!(next > 0) || next < search.highest * (1 - MARGIN)) continue
      bits[place] = label
      const isLast = place === bits.length - 1
      this.search(isLast ? row : chain.withLabel(row, place, label), place + 1, next, search)
    }
  }

  /** The model of each output that was learned. */
  get models(): Map<string, ClassifierLike> {
    return this.chain.byName
  }

  checkState(): void {
    this.chain.check(this.who, this.options.model.schema)
  }
}

interface Search {
  readonly bits: Uint8Array
  best: Uint8Array | undefined
  highest: number
}

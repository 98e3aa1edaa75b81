import { Dataset, type DatasetEvent, type DatasetFacts } from '../datasets/dataset.js'
import { take } from '../datasets/take.js'
import { InvalidOptionError } from '../errors.js'

/**
 * The first events of a dataset that never ends, as a dataset: it can be walked over again, and
 * knows how many events it has.
 *
 * @example
 * const dataset = new evaluate.Excerpt(new datasets.synth.SEA({ seed: 1 }), 50)
 * dataset.nSamples // => 50
 * Array.from(dataset).length // => 50
 */
export class Excerpt<X, Y> extends Dataset implements Iterable<DatasetEvent<X, Y>> {
  static override readonly id: string = 'evaluate.Excerpt'
  private readonly whole: Dataset & Iterable<DatasetEvent<X, Y>>
  private readonly count: number

  constructor(whole: Dataset & Iterable<DatasetEvent<X, Y>>, count: number) {
    super()
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new InvalidOptionError('Excerpt', 'count', 'must be an integer of at least 1', count)
    }
    this.whole = whole
    this.count = count
  }

  get facts(): DatasetFacts {
    return { ...this.whole.facts, nSamples: this.count }
  }

  /** The name of the dataset it is taken from. */
  override get who(): string {
    return this.whole.who
  }

  [Symbol.iterator](): Generator<DatasetEvent<X, Y>> {
    return take(this.whole, this.count)
  }

  /** The first events of what. */
  override toString(): string {
    return `Excerpt(${this.whole}, ${this.count})`
  }
}

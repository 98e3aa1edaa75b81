import { shortName } from '../base/class-name.js'
import { describeBuild } from '../options/describe.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { Dataset, type DatasetEvent } from './dataset.js'
import { checkSeeds } from './seed.js'
import { take } from './take.js'

/** What generic code reads from a class of datasets. */
interface SyntheticDatasetClass {
  readonly id: string
  readonly rules: Rules<object>
}

/**
 * Events made up by rules and random numbers. Each walk over it starts from the beginning, and
 * repeats the one before if there is a seed. A class of your own has an `id`, the rules of its
 * options, the facts, and the iterator.
 *
 * @example
 * class Coin extends datasets.SyntheticDataset<{ seed: number }, { side: number }, boolean> {
 *   static id = 'Coin'
 *   static rules = { seed: { kind: 'integer', default: 0 } }
 *   get facts() {
 *     return { task: 'Binary classification', nFeatures: 1, nClasses: 2 } as const
 *   }
 *   *[Symbol.iterator](): Generator<[{ side: number }, boolean]> {
 *     const rng = new random.Random(this.options.seed)
 *     for (;;) yield [{ side: rng.randint(0, 1) }, rng.random() < 0.5]
 *   }
 * }
 * [...new Coin({ seed: 7 }).take(2)].length // => 2
 */
export abstract class SyntheticDataset<Options extends object, X, Y>
  extends Dataset
  implements Iterable<DatasetEvent<X, Y>>
{
  static override readonly id: string = 'SyntheticDataset'
  static readonly rules: Rules<object> = {}

  readonly options: Readonly<Options>

  constructor(given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>) {
    super()
    const cls = new.target as unknown as SyntheticDatasetClass
    this.options = resolveOptions(shortName(cls), given, cls.rules as Rules<Options>)
    checkSeeds(shortName(cls), this.options, cls.rules)
  }

  /** The events, from the first one. */
  abstract [Symbol.iterator](): Generator<DatasetEvent<X, Y>>

  /** The first so many events. */
  take(count: number): Generator<DatasetEvent<X, Y>> {
    return take(this, count)
  }

  /** Reads like the code that builds it. */
  override toString(): string {
    const cls = this.constructor as unknown as SyntheticDatasetClass
    return describeBuild(this.who, this.options, cls.rules as Rules<Options>)
  }
}

import { shortName } from '../base/class-name.js'
import { describeBuild } from '../options/describe.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { checkSeeds } from './seed.js'
import { take } from './take.js'

/** What there is to predict. */
export type Task =
  | 'Regression'
  | 'Binary classification'
  | 'Multi-class classification'
  | 'Multi-output binary classification'

/** What is known about a dataset before its first event. */
export interface DatasetFacts {
  readonly task: Task
  readonly nFeatures: number
  /** How many labels there are, where events have labels. */
  readonly nClasses?: number | undefined
  /** How many values are to be predicted; one unless told. */
  readonly nOutputs?: number
  /** How many events there are; unless told they never end. */
  readonly nSamples?: number | undefined
}

/** An event and its label or target. */
export type DatasetEvent<X, Y> = [x: X, y: Y]

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
 * class Coin extends datasets.SyntheticDataset {
 *   static id = 'Coin'
 *   static rules = { seed: { kind: 'integer', default: 0 } }
 *   get facts() {
 *     return { task: 'Binary classification', nFeatures: 1, nClasses: 2 }
 *   }
 *   *[Symbol.iterator]() {
 *     const rng = new random.Random(this.options.seed)
 *     for (;;) yield [{ side: rng.randint(0, 1) }, rng.random() < 0.5]
 *   }
 * }
 * [...new Coin({ seed: 7 }).take(2)].length // => 2
 */
export abstract class SyntheticDataset<Options extends object, X, Y>
  implements Iterable<DatasetEvent<X, Y>>
{
  static readonly id: string = 'SyntheticDataset'
  static readonly rules: Rules<object> = {}

  readonly options: Readonly<Options>

  constructor(given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>) {
    const cls = new.target as unknown as SyntheticDatasetClass
    this.options = resolveOptions(shortName(cls), given, cls.rules as Rules<Options>)
    checkSeeds(shortName(cls), this.options, cls.rules)
  }

  abstract get facts(): DatasetFacts

  /** The events, from the first one. */
  abstract [Symbol.iterator](): Generator<DatasetEvent<X, Y>>

  /** Its name in messages: `SEA`. */
  get who(): string {
    return shortName(this.constructor as unknown as SyntheticDatasetClass)
  }

  get task(): Task {
    return this.facts.task
  }

  get nFeatures(): number {
    return this.facts.nFeatures
  }

  /** How many labels there are; undefined where the target is a number. */
  get nClasses(): number | undefined {
    return this.facts.nClasses
  }

  get nOutputs(): number {
    return this.facts.nOutputs ?? 1
  }

  /** How many events there are; undefined if they never end. */
  get nSamples(): number | undefined {
    return this.facts.nSamples
  }

  /** The first so many events. */
  take(count: number): Generator<DatasetEvent<X, Y>> {
    return take(this, count)
  }

  /** Reads like the code that builds it. */
  toString(): string {
    const cls = this.constructor as unknown as SyntheticDatasetClass
    return describeBuild(this.who, this.options, cls.rules as Rules<Options>)
  }
}

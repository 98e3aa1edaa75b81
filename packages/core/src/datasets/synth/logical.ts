import type { Rules } from '../../options/rules.js'
import { Pcg64 } from '../../random/pcg64.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { NATURAL_SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface LogicalOptions {
  /** How often each of the four events comes. */
  readonly nTiles: number
  /** Whether they come in random order. */
  readonly shuffle: boolean
  /** The order repeats with the same seed; null: it differs each time. */
  readonly seed: PlainSeed
}

/**
 * Two bits A and B, and what OR, XOR and AND make of them: three targets at once. It ends after
 * `4 × nTiles` events.
 *
 * Draws from NumPy's generator, when a walk begins: the order, if there is one to draw.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Logical({ nTiles: 4, seed: 42 }).take(1)
 * y // => { OR: 1, XOR: 1, AND: 0 }
 */
export class Logical extends SyntheticDataset<
  LogicalOptions,
  Record<string, number>,
  Record<string, number>
> {
  static override readonly id = 'datasets.synth.Logical'
  static override readonly rules: Rules<LogicalOptions> = {
    nTiles: { kind: 'integer', default: 1, atLeast: 1, atMost: 2 ** 28 },
    shuffle: { kind: 'boolean', default: true },
    seed: NATURAL_SEED,
  }

  get facts(): DatasetFacts {
    const nSamples = 4 * this.options.nTiles
    return { task: 'Multi-output binary classification', nFeatures: 2, nOutputs: 3, nSamples }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, Record<string, number>>> {
    const { nTiles, shuffle, seed } = this.options
    const order = Int32Array.from({ length: 4 * nTiles }, (_, i) => i % 4) // A and B as bits
    if (shuffle) new Pcg64(seed ?? undefined).shuffle(order)
    for (const pair of order) {
      const A = pair >> 1
      const B = pair & 1
      yield [
        { A, B },
        { OR: A | B, XOR: A ^ B, AND: A & B },
      ]
    }
  }
}

import { FirstRandom, type random } from '@coelho/core'
import type { ValueTrial } from '../tree/grow/value-trial.js'
import type { ValueSplitter } from '../tree/splitter/value-splitter.js'
import { RandomColumn } from './random-column.js'

/** River: seeds are drawn up to `sys.maxsize`, 63 bits, by 64 bits until they are small enough. */
const HIGH_BITS = 2 ** 31

/** A seed for a generator of its own. */
export function drawSeed(rng: random.Random): bigint {
  const words = drawWords(rng, [0, 0])
  return BigInt(words[1]) * 2n ** 32n + BigInt(words[0])
}

/** The same in words of 32 bits, the low one first. */
function drawWords(rng: random.Random, words: number[]): number[] {
  do {
    words[0] = rng.getrandbits(32) as number
    words[1] = rng.getrandbits(32) as number
  } while (words[1] >= HIGH_BITS)
  return words
}

/** Gives each leaf of an extra tree one random threshold per feature. */
export class RandomThresholds implements ValueSplitter<RandomColumn> {
  readonly options: { readonly bufferSize: number }
  private readonly tree: { readonly rng: random.Random }
  private readonly first: FirstRandom = new FirstRandom()
  private readonly seed: number[] = [0, 0]

  /** `tree`: has the generator that draws. */
  constructor(tree: { readonly rng: random.Random }, bufferSize: number) {
    this.tree = tree
    this.options = { bufferSize }
  }

  get columnClass(): new () => RandomColumn {
    return RandomColumn
  }

  fresh(): RandomColumn {
    const column = new RandomColumn()
    // River: each threshold has a generator of its own, of which it takes one number.
    const [low, high] = drawWords(this.tree.rng, this.seed)
    column.share = this.first.after(high, low)
    return column
  }

  learn(column: RandomColumn, x: number, y: number, weight: number): void {
    column.update(x, y, weight, this.options.bufferSize)
  }

  /** Extra trees have one target. */
  learnMany(column: RandomColumn, x: number, ys: Float64Array, _: number, weight: number): void {
    this.learn(column, x, ys[0], weight)
  }

  tryAll(column: RandomColumn, trial: ValueTrial): void {
    column.tryAll(trial)
  }
}

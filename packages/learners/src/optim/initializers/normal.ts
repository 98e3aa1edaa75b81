import { type Rules, random } from '@coelho/core'
import { Initializer } from './initializer.js'

export interface NormalOptions {
  /** The mean. */
  readonly mu: number
  /** The standard deviation. */
  readonly sigma: number
  /** Of the generator, from 0 to 2^32 - 1; null: one is drawn, see `seed`. */
  readonly seed: number | null
}

/**
 * Weights start at random, normally distributed.
 *
 * Draws: one normal number of NumPy's legacy generator for each weight.
 *
 * @example
 * const initializer = new optim.initializers.Normal({ mu: 0, sigma: 1, seed: 42 })
 * initializer.call() // => 0.4967141530112327
 */
export class Normal extends Initializer<NormalOptions> {
  static override readonly id = 'optim.initializers.Normal'
  static override readonly rules: Rules<NormalOptions> = {
    mu: { kind: 'number', default: 0 },
    sigma: { kind: 'number', default: 1, atLeast: 0 },
    seed: { kind: 'integer', default: null, nullable: true, atLeast: 0, atMost: 4_294_967_295 },
  }
  static override readonly state: readonly string[] = ['seed', 'generator']
  static readonly parts: readonly unknown[] = [random.NumpyRandomState]

  /** The seed of the generator. */
  readonly seed: number = this.options.seed ?? Math.floor(Math.random() * 2 ** 32)
  private readonly generator: random.NumpyRandomState = new random.NumpyRandomState(this.seed)

  next(): number {
    return this.generator.normal(this.options.mu, this.options.sigma)
  }
}

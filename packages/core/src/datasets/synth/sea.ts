import { resolveOptions } from '../../options/resolve.js'
import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import { take } from '../take.js'

export interface SEAOptions {
  /** Which of the four concepts labels the events. */
  readonly variant: number
  /** The share of labels that are turned. */
  readonly noise: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: number | bigint | null
}

/** An event of the stream, and its label. */
export type SEAEvent = [x: Record<string, number>, y: boolean]

/** What the first two features must exceed together, by variant. */
const THRESHOLDS: readonly number[] = [8, 9, 7, 9.5]

/**
 * Three features between 0 and 10; the label is true if the first two exceed a threshold. It
 * never ends. Going from one variant to another makes an abrupt drift.
 *
 * Draws per event: three features, then one number for the noise if there is any.
 *
 * @example
 * const [[x, y]] = new datasets.synth.SEA({ seed: 42 }).take(1)
 * y // => false
 */
export class SEA {
  static readonly rules: Rules<SEAOptions> = {
    variant: { kind: 'integer', default: 0, choices: [0, 1, 2, 3] },
    noise: { kind: 'number', default: 0, atLeast: 0, atMost: 1 },
    seed: { kind: 'any', default: null, nullable: true },
  }

  readonly options: Readonly<SEAOptions>

  constructor(options: Partial<SEAOptions> = {}) {
    this.options = resolveOptions('SEA', options, SEA.rules)
  }

  *[Symbol.iterator](): Generator<SEAEvent> {
    const { variant, noise, seed } = this.options
    const rng = new Random(seed ?? undefined)
    for (;;) {
      const x = { 0: rng.uniform(0, 10), 1: rng.uniform(0, 10), 2: rng.uniform(0, 10) }
      let y = x[0] + x[1] > THRESHOLDS[variant]
      if (noise > 0 && rng.random() < noise) y = !y
      yield [x, y]
    }
  }

  /** The first so many events. */
  take(count: number): Generator<SEAEvent> {
    return take(this, count)
  }
}

/**
 * Anything that draws numbers from 0 (included) to 1 (excluded): a `Random`, a `seedrandom`
 * generator, or `Math` itself.
 *
 * @example
 * const source: random.RandomSource = { random: () => 0.25 }
 * source.random() // => 0.25
 */
export interface RandomSource {
  /** The next number, from 0 (included) to 1 (excluded). */
  random(): number
}

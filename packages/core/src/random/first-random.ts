import { STATE_SIZE, seedWords, temper, twistedAt } from './mersenne-twister.js'

/**
 * Makes `new Random(seed).random()` for one seed after the other, without a generator for each.
 *
 * @example
 * const first = new FirstRandom()
 * first.after(0, 42) === new random.Random(42).random() // => true
 */
export class FirstRandom {
  private readonly words: Uint32Array = new Uint32Array(STATE_SIZE)
  private readonly short: Uint32Array = new Uint32Array(1)
  private readonly long: Uint32Array = new Uint32Array(2)

  /** The first number after the seed `high * 2 ** 32 + low`, of two words of 32 bits. */
  after(high: number, low: number): number {
    const { words } = this
    const key = high > 0 ? this.long : this.short
    key[0] = low
    if (high > 0) key[1] = high
    seedWords(words, key)
    const first = temper(twistedAt(words, 0)) >>> 5
    return (first * 67108864 + (temper(twistedAt(words, 1)) >>> 6)) / 9007199254740992
  }
}

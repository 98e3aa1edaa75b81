import { InvalidInputError } from '../errors.js'
import { countUpTo, finite, listLike, listOfSome, type MutableList } from './checks.js'
import * as distributions from './distributions.js'
import { STATE_SIZE, seedWords, temper, twist } from './mersenne-twister.js'
import type { RandomSource } from './random-source.js'
import {
  bigBitLength,
  bigRange,
  bitLength,
  type Integer,
  type IntegerRange,
  numberRange,
  whole,
} from './range.js'
import { drawSeed, seedKey } from './seed.js'
import {
  checkGaussNext,
  checkPosition,
  checkWords,
  type RandomState,
  readState,
  VERSION,
} from './state.js'
import { type ChoicesOptions, placeOf, readWish } from './weights.js'

const MOST_BITS = 2 ** 20
const MOST_BYTES = 2 ** 30

/**
 * CPython's `random.Random`: the same seed gives the same numbers, and each method draws as many
 * of them. A bigint among the bounds of `randint` or `randrange` makes the result a bigint.
 *
 * @example
 * const rng = new random.Random(42)
 * rng.randint(1, 6) // => 6
 */
export class Random implements RandomSource {
  static readonly id = 'random.Random'
  static readonly state = ['seed', 'words', 'position', 'gaussNext'] as const

  /** What the generator was seeded with: to repeat a run, give it again. */
  readonly seed: number | bigint
  private words: Uint32Array = new Uint32Array(STATE_SIZE)
  private position: number = STATE_SIZE // of the next word to give out
  private gaussNext: number = Number.NaN // the second of a pair of normal numbers; NaN: none

  constructor(seed: number | bigint = drawSeed()) {
    seedWords(this.words, seedKey(seed))
    this.seed = seed
  }

  /** A number from 0 (included) to 1 (excluded), with 53 random bits. */
  random(): number {
    const high = this.nextWord() >>> 5
    return (high * 67108864 + (this.nextWord() >>> 6)) / 9007199254740992
  }

  /** A whole number of `k` random bits: a bigint if `k` is above 53. */
  getrandbits(k: number): number | bigint {
    countUpTo('Random.getrandbits', 'k', k, MOST_BITS)
    return k > 53 ? this.bigBits(k) : this.bits(k)
  }

  /** `n` random bytes. */
  randbytes(n: number): Uint8Array {
    countUpTo('Random.randbytes', 'n', n, MOST_BYTES)
    const bytes = new Uint8Array(n)
    for (let at = 0; at < n; at += 4) {
      const left = Math.min(4, n - at)
      const word = this.bits(8 * left)
      for (let i = 0; i < left; i++) bytes[at + i] = word >>> (8 * i)
    }
    return bytes
  }

  /** A whole number from `low` to `high`, both included. */
  randint(low: number, high: number): number
  randint(low: number | bigint, high: number | bigint): number | bigint
  randint(low: number | bigint, high: number | bigint): number | bigint {
    if (typeof low === 'number' && typeof high === 'number') {
      const count = high - low + 1
      const plain = count > 0 && Number.isSafeInteger(count) && Number.isSafeInteger(low)
      if (plain) return low + this.below(count)
    }
    whole('Random.randint', 'low', low)
    whole('Random.randint', 'high', high)
    if (low > high)
      throw new InvalidInputError('Random.randint', `low must be at most high (${high})`, low)
    const value = this.within(bigRange('Random.randint', low, BigInt(high) + 1n, 1))
    return typeof low === 'number' && typeof high === 'number' ? Number(value) : value
  }

  /** One of `start`, `start + step`, … before `stop`; `randrange(stop)` starts from 0. */
  randrange(start: number, stop?: number, step?: number): number
  randrange(start: Integer, stop?: Integer, step?: Integer): number | bigint
  randrange(start: Integer, stop?: Integer, step: Integer = 1): number | bigint {
    const from = stop === undefined ? 0 : start
    const to = stop === undefined ? start : stop
    const range = numberRange('Random.randrange', from, to, step)
    if (range) return range.start + range.step * this.below(range.count)
    const value = this.within(bigRange('Random.randrange', from, to, step))
    const big = [from, to, step].some((bound) => typeof bound === 'bigint')
    return big ? value : Number(value)
  }

  /** One element of a list that is not empty. */
  choice<T>(population: ArrayLike<T>): T {
    listOfSome('Random.choice', 'the population', population)
    return population[this.below(population.length)]
  }

  /** `k` elements (1 unless told) with replacement, each as often as its weight says. */
  choices<T>(population: ArrayLike<T>, options?: ChoicesOptions): T[]
  choices<T>(
    population: ArrayLike<T>,
    weights: ArrayLike<number> | null | undefined,
    options?: ChoicesOptions,
  ): T[]
  choices<T>(
    population: ArrayLike<T>,
    first?: ArrayLike<number> | ChoicesOptions | null,
    second?: ChoicesOptions,
  ): T[] {
    listOfSome('Random.choices', 'the population', population)
    const size = population.length
    const { k, sums } = readWish('Random.choices', size, first, second)
    const total = sums ? sums[size - 1] : size
    const chosen: T[] = []
    for (let i = 0; i < k; i++) {
      const at = this.random() * total
      chosen.push(population[sums ? placeOf(sums, at, size - 1) : Math.floor(at)])
    }
    return chosen
  }

  /** `k` elements without replacement, in the order in which they were drawn. */
  sample<T>(population: ArrayLike<T>, k: number): T[] {
    listLike('Random.sample', 'the population', population)
    const size = population.length
    countUpTo('Random.sample', `k (of a population of ${size})`, k, size)
    const setSize = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0)
    return size <= setSize ? this.drawFromPool(population, k) : this.drawUnseen(population, k)
  }

  /** Puts the elements in random order, in place. */
  shuffle<T>(list: MutableList<T>): void {
    listLike('Random.shuffle', 'the list', list)
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const held = list[i]
      list[i] = list[j]
      list[j] = held
    }
  }

  /** A number from `low` to `high`. */
  uniform(low: number, high: number): number {
    finite('Random.uniform', 'low', low)
    finite('Random.uniform', 'high', high)
    return low + (high - low) * this.random()
  }

  /** A number from `low` to `high`, most often near `mode` (halfway unless told). */
  triangular(low = 0, high = 1, mode?: number): number {
    return distributions.triangular(this, low, high, mode)
  }

  /** A normal number; made in pairs, so that every second call draws nothing. */
  gauss(mu = 0, sigma = 1): number {
    finite('Random.gauss', 'mu', mu)
    finite('Random.gauss', 'sigma', sigma)
    let z = this.gaussNext
    this.gaussNext = Number.NaN
    if (Number.isNaN(z)) {
      const angle = this.random() * 2 * Math.PI
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()))
      z = Math.cos(angle) * radius
      this.gaussNext = Math.sin(angle) * radius
    }
    return mu + z * sigma
  }

  /** A normal number, from fresh draws. */
  normalvariate(mu = 0, sigma = 1): number {
    return distributions.normal(this, mu, sigma)
  }

  /** A number whose logarithm is normal. */
  lognormvariate(mu = 0, sigma = 1): number {
    return Math.exp(distributions.normal(this, mu, sigma))
  }

  /** An exponential number with mean `1 / lambd`. */
  expovariate(lambd = 1): number {
    return distributions.exponential(this, lambd)
  }

  /** A number between 0 and 1 (beta distribution). */
  betavariate(alpha: number, beta: number): number {
    return distributions.beta(this, alpha, beta)
  }

  /** A gamma number with shape `alpha` and scale `beta`. */
  gammavariate(alpha: number, beta: number): number {
    return distributions.gamma(this, alpha, beta)
  }

  /** An angle near `mu`, the nearer the larger `kappa`. */
  vonmisesvariate(mu: number, kappa: number): number {
    return distributions.vonMises(this, mu, kappa)
  }

  /** A Pareto number with shape `alpha`. */
  paretovariate(alpha: number): number {
    return distributions.pareto(this, alpha)
  }

  /** A Weibull number with scale `alpha` and shape `beta`. */
  weibullvariate(alpha: number, beta: number): number {
    return distributions.weibull(this, alpha, beta)
  }

  /** The state, in the form of CPython's `getstate`. */
  getState(): RandomState {
    const gaussNext = Number.isNaN(this.gaussNext) ? null : this.gaussNext
    return [VERSION, [...this.words, this.position], gaussNext]
  }

  /** Goes on from a state that `getState` gave, here or in CPython. */
  setState(state: RandomState): void {
    const { words, position, gaussNext } = readState(state)
    this.words.set(words)
    this.position = position
    this.gaussNext = gaussNext
  }

  /** Throws if the fields are not those of a generator; for state that comes from outside. */
  checkState(): void {
    seedKey(this.seed)
    checkWords(this.words)
    checkPosition(this.position)
    checkGaussNext(this.gaussNext)
  }

  private nextWord(): number {
    if (this.position >= STATE_SIZE) {
      twist(this.words)
      this.position = 0
    }
    return temper(this.words[this.position++])
  }

  /** At most 54 bits, from one word, or from two with the low one first. */
  private bits(k: number): number {
    if (k === 0) return 0
    const low = this.nextWord()
    return k <= 32 ? low >>> (32 - k) : (this.nextWord() >>> (64 - k)) * 2 ** 32 + low
  }

  private bigBits(k: number): bigint {
    const digits: string[] = []
    for (let left = k; left > 0; left -= 32) {
      const word = this.nextWord() >>> Math.max(0, 32 - left)
      digits.unshift(word.toString(16).padStart(8, '0'))
    }
    return BigInt(`0x${digits.join('')}`)
  }

  /** A whole number from 0 to below `count`: bits are drawn until they are small enough. */
  private below(count: number): number {
    const k = bitLength(count)
    let value = this.bits(k)
    while (value >= count) value = this.bits(k)
    return value
  }

  private within(range: IntegerRange<bigint>): bigint {
    const k = bigBitLength(range.count)
    let value = this.bigBits(k)
    while (value >= range.count) value = this.bigBits(k)
    return range.start + range.step * value
  }

  private drawFromPool<T>(population: ArrayLike<T>, k: number): T[] {
    const pool = Array.from(population)
    const chosen: T[] = []
    for (let left = pool.length; chosen.length < k; left--) {
      const at = this.below(left)
      chosen.push(pool[at])
      pool[at] = pool[left - 1]
    }
    return chosen
  }

  private drawUnseen<T>(population: ArrayLike<T>, k: number): T[] {
    const seen = new Set<number>()
    while (seen.size < k) seen.add(this.below(population.length))
    return Array.from(seen, (at) => population[at])
  }
}

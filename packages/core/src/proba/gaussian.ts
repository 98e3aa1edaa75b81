import { Statistic, type StatisticUpdate } from '../base/statistic.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import { exp } from '../math/exp.js'
import { log } from '../math/log.js'
import { HALF_LOG_TAU, INVERSE_SQRT_TAU, normalCdf } from '../math/normal.js'
import type { Rules } from '../options/rules.js'
import { Random } from '../random/random.js'
import { type Seed, seeded } from '../random/seeded.js'
import { checkWeight, withoutWeight } from './weights.js'

export interface GaussianOptions {
  /** Of the numbers that `sample` draws. */
  readonly seed: Seed
}

/**
 * A normal distribution, with the mean and the variance of what it has seen.
 *
 * Draws: `sample` is one `gauss`.
 *
 * @example
 * const height = new proba.Gaussian()
 * for (const x of [6, 7]) height.update(x)
 * height.call(6.5) // => 0.5641895835477563
 */
export class Gaussian extends Statistic<GaussianOptions> {
  static override readonly id = 'proba.Gaussian'
  static override readonly rules: Rules<GaussianOptions> = {
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['n', 'mean', 'squares', 'rng'] as const
  static readonly parts: readonly unknown[] = [Random]

  private n = 0
  private mean = 0
  private squares = 0 // the sum of squared distances from the mean
  private readonly rng: Random = seeded(this.who, this.options.seed)

  /** The distribution with that mean and variance, as if it had seen two values. */
  static of(mean: number, variance: number): Gaussian {
    const gaussian = new Gaussian()
    gaussian.n = 2
    gaussian.mean = mean
    gaussian.squares = variance
    return gaussian
  }

  /** The weight of all it has seen. */
  get nSamples(): number {
    return this.n
  }

  get mu(): number {
    return this.mean
  }

  get sigma(): number {
    return Math.sqrt(this.variance)
  }

  /** The most likely value: the mean. */
  get mode(): number {
    return this.mean
  }

  /** The seed of its generator. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  update(x: number, options?: StatisticUpdate): void {
    const w = this.check(x, options)
    if (w === 0) return
    const before = this.mean
    this.n += w
    this.mean += (w / this.n) * (x - before)
    this.squares += w * (x - before) * (x - this.mean)
  }

  /** Takes back an update. */
  revert(x: number, options?: StatisticUpdate): void {
    const w = this.check(x, options)
    if (w === 0) return
    const left = withoutWeight(this.who, this.n, w)
    const before = this.mean
    this.n = left
    this.mean = left === 0 ? 0 : before - (w / left) * (x - before)
    this.squares = left === 0 ? 0 : this.squares - w * (x - before) * (x - this.mean)
  }

  /** Takes in what another distribution has seen, as if it had seen it itself. */
  merge(other: Gaussian): void {
    if (!(other instanceof Gaussian)) {
      throw new InvalidInputError(this.who, 'can be merged with a Gaussian only', other)
    }
    const n = this.n + other.n
    if (n === 0) return
    const apart = other.mean - this.mean
    const share = other.n / n
    this.squares += other.squares + apart * apart * this.n * share
    this.mean += apart * share
    this.n = n
  }

  /** The density at `x`; 0 while there is no variance. */
  call(x: number): number {
    const { variance } = this
    if (!(variance > 0)) return 0
    const sigma = Math.sqrt(variance)
    const z = (x - this.mean) / sigma
    return (exp(-0.5 * z * z) * INVERSE_SQRT_TAU) / sigma
  }

  /** The logarithm of the density, also where the density itself is too small for a number. */
  logPdf(x: number): number {
    const { variance } = this
    if (!(variance > 0)) return -Infinity
    return (x - this.mean) ** 2 / (-2 * variance) - HALF_LOG_TAU - 0.5 * log(variance)
  }

  /** The probability of at most `x`; 0 while there is no variance. */
  cdf(x: number): number {
    const { variance } = this
    return variance > 0 ? normalCdf((x - this.mean) / Math.sqrt(variance)) : 0
  }

  /** A number drawn from the distribution. */
  sample(): number {
    return this.rng.gauss(this.mean, this.sigma)
  }

  /** `𝒩(μ=6.500, σ=0.707)`. */
  override toString(): string {
    return `𝒩(μ=${this.mu.toFixed(3)}, σ=${this.sigma.toFixed(3)})`
  }

  checkState(): void {
    if (!(this.n >= 0 && this.n < Infinity)) {
      throw new SnapshotError('a Gaussian must have seen a finite weight from 0', this.n)
    }
  }

  private get variance(): number {
    return this.n > 1 && this.squares > 0 ? this.squares / (this.n - 1) : 0
  }

  private check(x: number, options: StatisticUpdate | undefined): number {
    if (!Number.isFinite(x)) {
      throw new InvalidInputError(this.who, 'the value must be a finite number', x)
    }
    const w = options?.w ?? 1
    checkWeight(this.who, w)
    return w
  }
}

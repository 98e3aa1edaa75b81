import { Statistic } from '../base/statistic.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import { exp } from '../math/exp.js'
import type { Rules } from '../options/rules.js'
import { Random } from '../random/random.js'
import { type Seed, seeded } from '../random/seeded.js'
import { betaCdf, logBeta, timesLog } from './incomplete-beta.js'

export interface BetaOptions {
  /** What alpha is before the first update: successes taken for granted. */
  readonly alpha: number
  /** The same for failures. */
  readonly beta: number
  /** Of the numbers that `sample` draws. */
  readonly seed: Seed
}

/**
 * What can be said about the probability of a success, after some successes and failures.
 *
 * Draws: `sample` is one `betavariate`.
 *
 * @example
 * const rate = new proba.Beta({ alpha: 81, beta: 219 })
 * for (const success of [true, false, false]) rate.update(success)
 * rate.mode.toFixed(4) // => '0.2691'
 */
export class Beta extends Statistic<BetaOptions> {
  static override readonly id = 'proba.Beta'
  static override readonly rules: Rules<BetaOptions> = {
    alpha: { kind: 'number', default: 1, above: 0, atMost: 1e15 },
    beta: { kind: 'number', default: 1, above: 0, atMost: 1e15 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['successes', 'failures', 'rng'] as const
  static readonly parts: readonly unknown[] = [Random]

  private successes = 0
  private failures = 0
  private readonly rng: Random = seeded(this.who, this.options.seed)

  get alpha(): number {
    return this.options.alpha + this.successes
  }

  get beta(): number {
    return this.options.beta + this.failures
  }

  /** How often it was updated; what was taken for granted does not count. */
  get nSamples(): number {
    return this.successes + this.failures
  }

  /** The most likely probability. */
  get mode(): number {
    const both = this.alpha + this.beta - 2
    return both === 0 ? 0.5 : (this.alpha - 1) / both
  }

  /** The seed of its generator. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  update(x: boolean | 0 | 1): void {
    this.check(x)
    if (x) this.successes += 1
    else this.failures += 1
  }

  /** Takes back an update. */
  revert(x: boolean | 0 | 1): void {
    this.check(x)
    if ((x ? this.successes : this.failures) === 0) {
      throw new InvalidInputError(this.who, 'cannot take back what never came', x)
    }
    if (x) this.successes -= 1
    else this.failures -= 1
  }

  /** Takes in the updates of another distribution, without what that one took for granted. */
  merge(other: Beta): void {
    if (!(other instanceof Beta)) {
      throw new InvalidInputError(this.who, 'can be merged with a Beta only', other)
    }
    this.successes += other.successes
    this.failures += other.failures
  }

  /** The density at the probability `p`. */
  call(p: number): number {
    if (!(p >= 0 && p <= 1)) return 0
    const { alpha, beta } = this
    return exp(timesLog(alpha - 1, p) + timesLog(beta - 1, 1 - p) - logBeta(alpha, beta))
  }

  /** The probability of at most `x`. */
  cdf(x: number): number {
    return betaCdf(this.alpha, this.beta, x)
  }

  /** A probability drawn from the distribution. */
  sample(): number {
    return this.rng.betavariate(this.alpha, this.beta)
  }

  checkState(): void {
    for (const count of [this.successes, this.failures]) {
      if (Number.isSafeInteger(count) && count >= 0) continue
      throw new SnapshotError('a Beta must have counts of successes and failures', count)
    }
  }

  private check(x: unknown): void {
    if (typeof x === 'boolean' || x === 0 || x === 1) return
    throw new InvalidInputError(this.who, 'the outcome must be true or false (or 1 or 0)', x)
  }
}

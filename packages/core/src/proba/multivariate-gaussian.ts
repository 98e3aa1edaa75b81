import { Statistic, type StatisticUpdate } from '../base/statistic.js'
import { compareValues } from '../data/labels.js'
import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { exp } from '../math/exp.js'
import { log } from '../math/log.js'
import { HALF_LOG_TAU } from '../math/normal.js'
import type { Rules } from '../options/rules.js'
import { Random } from '../random/random.js'
import { type Seed, seeded } from '../random/seeded.js'
import { cholesky } from './cholesky.js'
import { Comoments } from './comoments.js'
import { checkWeight } from './weights.js'

export interface MultivariateGaussianOptions {
  /** Of the events that `sample` draws. */
  readonly seed: Seed
}

/** Values by name; null and undefined are missing. */
export type Point = Readonly<Record<string, number | boolean | null | undefined>>

/**
 * A normal distribution of several numbers together. Their names are always in alphabetical
 * order, and two that never came together have no covariance.
 *
 * Draws: `sample` is one `gauss` for each name. River draws from NumPy, so its samples are others.
 *
 * @example
 * const p = new proba.MultivariateGaussian()
 * for (const x of [{ a: 1, b: 2 }, { a: 2, b: 5 }, { a: 3, b: 5 }]) p.update(x)
 * p.mu // => new Map([['a', 2], ['b', 4]])
 */
export class MultivariateGaussian extends Statistic<MultivariateGaussianOptions> {
  static override readonly id = 'proba.MultivariateGaussian'
  static override readonly rules: Rules<MultivariateGaussianOptions> = {
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['moments', 'rng'] as const
  static readonly parts: readonly unknown[] = [Random, Comoments]

  private readonly moments: Comoments = new Comoments()
  private readonly rng: Random = seeded(this.who, this.options.seed)

  /** The weight of all events; where names are missing, that of the last name's. */
  get nSamples(): number {
    const last = this.moments.sortedNames().at(-1)
    return last === undefined ? 0 : this.moments.count(last, last)
  }

  /** The mean by name. */
  get mu(): Map<string, number> {
    return new Map(this.moments.sortedNames().map((name) => [name, this.moments.mean(name)]))
  }

  /** The most likely values: the means. */
  get mode(): Map<string, number> {
    return this.mu
  }

  /** The covariance of each two names. */
  get var(): Map<string, Map<string, number>> {
    return this.table((covariance) => covariance)
  }

  /** The root of each covariance, on the diagonal the standard deviation; of negative ones NaN. */
  get sigma(): Map<string, Map<string, number>> {
    return this.table(Math.sqrt)
  }

  /** The seed of its generator. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  update(x: Point, options?: StatisticUpdate): void {
    const { names, values, w } = this.read(x, options)
    if (w > 0) this.moments.update(this.who, names, values, w)
  }

  /** Takes back an update. */
  revert(x: Point, options?: StatisticUpdate): void {
    const { names, values, w } = this.read(x, options)
    if (w > 0) this.moments.revert(this.who, names, values, w)
  }

  /** Takes in what another distribution has seen, as if it had seen it itself. */
  merge(other: MultivariateGaussian): void {
    if (!(other instanceof MultivariateGaussian)) {
      throw new InvalidInputError(this.who, 'can be merged with a MultivariateGaussian only', other)
    }
    this.moments.merge(this.who, other.moments)
  }

  /** The density at `x`; 0 while some direction has no variance. */
  call(x: Point): number {
    const names = this.moments.sortedNames()
    const size = names.length
    const apart = Float64Array.from(names, (name) => this.distance(x, name))
    const lower = size > 0 ? cholesky(this.moments.matrix(names), size, false) : undefined
    if (!lower) return 0
    let logDensity = -size * HALF_LOG_TAU
    for (let i = 0; i < size; i++) {
      let z = apart[i]
      for (let k = 0; k < i; k++) z -= lower[i * size + k] * apart[k]
      z /= lower[i * size + i]
      apart[i] = z
      logDensity -= 0.5 * z * z + log(lower[i * size + i])
    }
    return exp(logDensity)
  }

  /** Values drawn from the distribution. */
  sample(): Map<string, number> {
    const names = this.moments.sortedNames()
    const size = names.length
    const lower = cholesky(this.moments.matrix(names), size, true) as Float64Array
    const z = Float64Array.from(names, () => this.rng.gauss())
    return new Map(
      names.map((name, i) => {
        let value = this.moments.mean(name)
        for (let k = 0; k <= i; k++) value += lower[i * size + k] * z[k]
        return [name, value]
      }),
    )
  }

  override toString(): string {
    const means = [...this.mu.values()].map((mean) => mean.toFixed(3)).join(', ')
    const rows = [...this.var.values()].map(
      (row) => `        [${[...row.values()].map((value) => value.toFixed(3)).join(' ')}]\n`,
    )
    return `𝒩(\n    μ=(${means}),\n    σ^2=(\n${rows.join('')}    )\n)`
  }

  private table(of: (covariance: number) => number): Map<string, Map<string, number>> {
    const names = this.moments.sortedNames()
    const matrix = this.moments.matrix(names)
    return new Map(
      names.map((row, i) => [
        row,
        new Map(names.map((column, j) => [column, of(matrix[i * names.length + j])])),
      ]),
    )
  }

  private distance(x: Point, name: string): number {
    const value = isObject(x) && Object.hasOwn(x, name) ? x[name] : undefined
    return toNumber(this.who, name, value) - this.moments.mean(name)
  }

  private read(x: Point, options: StatisticUpdate | undefined) {
    if (!isObject(x)) throw new InvalidInputError(this.who, 'must get an object of numbers', x)
    const w = options?.w ?? 1
    checkWeight(this.who, w)
    const given = Object.keys(x).filter((name) => x[name] !== null && x[name] !== undefined)
    const names = given.sort(compareValues)
    const values = Float64Array.from(names, (name) => toNumber(this.who, name, x[name]))
    return { names, values, w }
  }
}

function isObject(x: unknown): x is object {
  return typeof x === 'object' && x !== null && !Array.isArray(x)
}

function toNumber(who: string, name: string, value: unknown): number {
  if (typeof value === 'boolean' || Number.isFinite(value)) return Number(value)
  throw new InvalidFeatureError(who, name, 'must be a finite number', value)
}

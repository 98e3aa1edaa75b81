import { powerOfTwo } from './power-of-two.js'

/** The ages whose share is remembered. */
const KNOWN_AGES = 8192

/** What is left of a weight after a time: 2^(-factor * age). */
export class Fading {
  private readonly factor: number
  /** By age; 0 where it was not needed yet. */
  private readonly known: Float64Array = new Float64Array(KNOWN_AGES)

  constructor(factor: number) {
    this.factor = factor
  }

  after(age: number): number {
    const known = this.known[age]
    if (known > 0) return known
    const left = powerOfTwo(-this.factor * age)
    if (known === 0) this.known[age] = left
    return left
  }

  /** A time until which a weight is not below a limit for certain: about when it comes to be. */
  reaches(weight: number, limit: number): number {
    if (weight < limit) return 0
    if (this.factor === 0) return Infinity
    const age = Math.log2(weight / limit) / this.factor
    return age * (1 - 1e-9) - 2
  }
}

import { growFloats, NO_FLOATS, random } from '@coelho/core'

/** Normal numbers that begin anew with each chunk: drawn once from a seed, then read again. */
export class SeededDraws {
  private readonly rng: random.Random
  private readonly mu: number
  private readonly sigma: number
  private numbers: Float64Array = NO_FLOATS
  private count = 0
  private at = 0

  constructor(seed: number | bigint, { mu, sigma }: { mu: number; sigma: number }) {
    this.rng = new random.Random(seed)
    this.mu = mu
    this.sigma = sigma
  }

  restart(): this {
    this.at = 0
    return this
  }

  /** The next one; mean and deviation are those it was made with. */
  gauss(): number {
    if (this.at === this.count) {
      this.numbers = growFloats(this.numbers, this.count + 1)
      this.numbers[this.count++] = this.rng.gauss(this.mu, this.sigma)
    }
    return this.numbers[this.at++]
  }
}

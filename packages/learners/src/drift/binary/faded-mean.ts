import { SnapshotError } from '@coelho/core'

/** A mean in which older values count less and less, and how much it may be off. */
export class FadedMean {
  static readonly id = 'drift.FadedMean'
  static readonly state = ['begun', 'mean', 'squares'] as const

  begun = false
  mean = 0
  /** The sum of the squared weights of the values, and of that of what was there before them. */
  squares = 1

  update(x: number, lambda: number): void {
    this.mean = this.begun ? lambda * x + (1 - lambda) * this.mean : x
    this.begun = true
    this.squares = lambda * lambda + (1 - lambda) ** 2 * this.squares
  }

  clear(): void {
    this.begun = false
    this.mean = 0
    this.squares = 1
  }

  copy(other: FadedMean): void {
    this.begun = other.begun
    this.mean = other.mean
    this.squares = other.squares
  }

  checkState(): void {
    const { mean, squares } = this
    if (mean >= 0 && mean <= 1 && squares >= 0 && squares <= 1) return
    throw new SnapshotError('a faded mean must lie between 0 and 1', mean)
  }
}

import { SnapshotError } from '../errors.js'

/** Count, mean, and the sums of the second to fourth powers of the distances from the mean. */
export class CentralMoments {
  static readonly id = 'stats.CentralMoments'
  static readonly state = ['n', 'mean', 'squares', 'cubes', 'fourths'] as const

  n = 0
  private mean = 0
  squares = 0
  cubes = 0
  fourths = 0

  update(x: number): void {
    this.add(1, x, 0, 0, 0)
  }

  merge(other: CentralMoments): void {
    this.add(other.n, other.mean, other.squares, other.cubes, other.fourths)
  }

  /** Pébay's formulas for joining two sets of values. */
  private add(n: number, mean: number, squares: number, cubes: number, fourths: number): void {
    if (n === 0) return
    const before = this.n
    const total = before + n
    const d = mean - this.mean
    const part = d / total
    const apart = d * part * before * n // what the distance of the means adds to the squares
    const mixed = before * before * squares + n * n * this.squares
    this.fourths += fourths + apart * part * part * (before * before - before * n + n * n)
    this.fourths += 6 * part * part * mixed + 4 * part * (before * cubes - n * this.cubes)
    this.cubes += cubes + apart * part * (before - n)
    this.cubes += 3 * part * (before * squares - n * this.squares)
    this.squares += squares + apart
    this.mean += n * part
    this.n = total
  }

  checkState(): void {
    if (!Number.isSafeInteger(this.n) || this.n < 0) {
      throw new SnapshotError('moments must have a count of at least 0', this.n)
    }
  }
}

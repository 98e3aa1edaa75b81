import { Bivariate } from '../base/statistic.js'
import { InvalidInputError, SnapshotError } from '../errors.js'
import { RankTree } from '../memory/rank-tree.js'
import type { Rules } from '../options/rules.js'
import { checkMerged, checkValue, neverGiven } from './check-value.js'
import { updateEachPair } from './update-many.js'

export interface KolmogorovSmirnovOptions {
  /** The largest distance of the two distributions, or Kuiper's: up plus down. */
  readonly statistic: 'ks' | 'kuiper'
}

/** A value of x is a step up, one of y a step down. */
const UP = 1
const DOWN = -1

/**
 * How far apart the distributions of two samples are, from 0 to 1; for one pair more it takes a
 * time that grows with the logarithm of their count. It keeps all values: take back the old ones.
 *
 * River: of equal values those of x come first, and the step between them counts as a distance.
 *
 * @example
 * const ks = new stats.KolmogorovSmirnov()
 * for (const x of [1, 2, 3, 4]) ks.update(x, x + 1.5)
 * ks.get() // => 0.5
 */
export class KolmogorovSmirnov extends Bivariate<KolmogorovSmirnovOptions> {
  static override readonly id: string = 'stats.KolmogorovSmirnov'
  static override readonly rules: Rules<KolmogorovSmirnovOptions> = {
    statistic: { kind: 'string', default: 'ks', choices: ['ks', 'kuiper'] },
  }
  static override readonly state: readonly string[] = ['tree']
  static readonly parts: readonly unknown[] = [RankTree]

  private readonly tree: RankTree = new RankTree()

  /** How many pairs there are. */
  get nSamples(): number {
    return this.tree.count / 2
  }

  update(x: number, y: number): void {
    checkValue(this, x)
    checkValue(this, y)
    this.tree.add(x, UP)
    this.tree.add(y, DOWN)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(xs: ArrayLike<number>, ys: ArrayLike<number>): void {
    updateEachPair(this, xs, ys)
  }

  /** Takes a value out of each sample. */
  revert(x: number, y: number): void {
    checkValue(this, x)
    checkValue(this, y)
    const { tree } = this
    const up = tree.find(x, UP)
    if (up === 0) throw neverGiven(this, x)
    if (tree.find(y, DOWN) === 0) throw neverGiven(this, y)
    tree.take(up)
    tree.take(tree.find(y, DOWN)) // which may have moved
  }

  /** Adds the samples of another one. */
  merge(other: KolmogorovSmirnov): void {
    checkMerged(this, other)
    if (other === this) throw new InvalidInputError(this.who, 'what is merged must be another one')
    const { key, step, count } = other.tree
    for (let slot = 1; slot <= count; slot++) this.tree.add(key[slot], step[slot])
  }

  get(): number {
    const { highest, lowest } = this.tree
    const n = this.nSamples
    if (n === 0) return 0
    const kuiper = this.options.statistic === 'kuiper'
    return (kuiper ? highest - lowest : Math.max(highest, -lowest)) / n
  }

  checkState(): void {
    const { step, count } = this.tree
    let up = 0
    let down = 0
    for (let slot = 1; slot <= count; slot++) {
      if (step[slot] === UP) up++
      else if (step[slot] === DOWN) down++
    }
    if (up !== down || up + down !== count) {
      throw new SnapshotError('the two samples must be of one size', up)
    }
  }
}

import { Statistic } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkLabel } from './check-value.js'
import { checkCounts, mostFrequent } from './label-counts.js'
import { updateEachLabel } from './update-many.js'

export interface ModeOptions {
  /** Only the first so many different values are counted; -1: all, however many there are. */
  readonly k: number
}

/**
 * The most frequent value, the one that came first among equals. It counts the first 25 different
 * values and no others, unless told to count more.
 *
 * @example
 * const mode = new stats.Mode()
 * for (const x of ['rain', 'sun', 'sun']) mode.update(x)
 * mode.get() // => 'sun'
 */
export class Mode extends Statistic<ModeOptions> {
  static override readonly id: string = 'stats.Mode'
  static override readonly rules: Rules<ModeOptions> = {
    k: { kind: 'integer', default: 25, atLeast: -1 },
  }
  static override readonly state: readonly string[] = ['counts']

  private counts: Map<Label, number> = new Map()

  update(x: Label): void {
    checkLabel(this, x)
    const { k } = this.options
    const count = this.counts.get(x)
    if (count !== undefined) this.counts.set(x, count + 1)
    else if (k === -1 || this.counts.size < k) this.counts.set(x, 1)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<Label>): void {
    updateEachLabel(this, values)
  }

  /** The value so far; undefined while there is none. */
  get(): Label | undefined {
    return mostFrequent(this.counts)
  }

  checkState(): void {
    const { k } = this.options
    checkCounts(this.counts)
    if (k !== -1 && this.counts.size > k) {
      throw new SnapshotError(`Mode must count at most ${k} values`, this.counts.size)
    }
  }
}

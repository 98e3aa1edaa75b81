import { Statistic } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkLabel, LARGEST_WINDOW } from './check-value.js'
import { checkCounts, mostFrequent } from './label-counts.js'
import { updateEachLabel } from './update-many.js'

export interface RollingModeOptions {
  /** Of how many values, the last ones. */
  readonly windowSize: number
}

/**
 * The most frequent of the last values; among equals the one that has been there longest.
 *
 * @example
 * const mode = new stats.RollingMode({ windowSize: 3 })
 * for (const x of ['sun', 'sun', 'sun', 'rain', 'rain']) mode.update(x)
 * mode.get() // => 'rain'
 */
export class RollingMode extends Statistic<RollingModeOptions> {
  static override readonly id: string = 'stats.RollingMode'
  static override readonly rules: Rules<RollingModeOptions> = {
    windowSize: { kind: 'integer', atLeast: 1, atMost: LARGEST_WINDOW },
  }
  static override readonly state: readonly string[] = ['window', 'oldest', 'counts']

  private readonly window: Label[] = []
  private oldest = 0 // its place in the window, once that is full
  private counts: Map<Label, number> = new Map()

  get windowSize(): number {
    return this.options.windowSize
  }

  update(x: Label): void {
    checkLabel(this, x)
    const { window, counts } = this
    const { windowSize } = this.options
    if (window.length < windowSize) window.push(x)
    else {
      this.forget(window[this.oldest])
      window[this.oldest] = x
      this.oldest = (this.oldest + 1) % windowSize
    }
    counts.set(x, (counts.get(x) ?? 0) + 1)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<Label>): void {
    updateEachLabel(this, values)
  }

  /** The value so far; undefined while there is none. */
  get(): Label | undefined {
    return mostFrequent(this.counts)
  }

  private forget(x: Label): void {
    const count = this.counts.get(x) ?? 0
    if (count > 1) this.counts.set(x, count - 1)
    else this.counts.delete(x)
  }

  checkState(): void {
    const { window, oldest } = this
    const { windowSize } = this.options
    const inside = Number.isSafeInteger(oldest) && oldest >= 0 && oldest < windowSize
    const turned = oldest > 0 && window.length < windowSize
    if (!inside || turned || window.length > windowSize) {
      throw new SnapshotError('the window of RollingMode must fit its size')
    }
    const found = new Map<unknown, number>()
    for (const x of window) found.set(x, (found.get(x) ?? 0) + 1)
    const counted = checkCounts(this.counts) === window.length
    if (!counted || ![...this.counts].every(([x, count]) => found.get(x) === count)) {
      throw new SnapshotError('the counts of RollingMode must be those of its window')
    }
  }
}

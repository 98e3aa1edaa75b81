import { Statistic } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { SnapshotError } from '../errors.js'
import { log } from '../math/log.js'
import type { Rules } from '../options/rules.js'
import { checkLabel } from './check-value.js'
import { checkCounts } from './label-counts.js'
import { updateEachLabel } from './update-many.js'

export interface EntropyOptions {
  /** What is left of the entropy so far at each new value: below 1 it forgets. */
  readonly fadingFactor: number
  /** Keeps the first values from a logarithm of 0. */
  readonly eps: number
}

/**
 * How evenly the values are spread over the different ones, in nats; 0 while all are the same.
 * Keeps a count for each different value, however many there are.
 *
 * @example
 * const entropy = new stats.Entropy()
 * for (const x of ['a', 'b', 'a', 'b']) entropy.update(x)
 * entropy.get().toFixed(6) // => '0.693147'
 */
export class Entropy extends Statistic<EntropyOptions> {
  static override readonly id: string = 'stats.Entropy'
  static override readonly rules: Rules<EntropyOptions> = {
    fadingFactor: { kind: 'number', default: 1, above: 0, atMost: 1 },
    eps: { kind: 'number', default: 1e-8, above: 0 },
  }
  static override readonly state: readonly string[] = ['entropy', 'n', 'counter']

  private entropy = 0
  n = 0
  private counter: Map<Label, number> = new Map()

  update(x: Label): void {
    checkLabel(this, x)
    const { eps, fadingFactor } = this.options
    const count = this.counter.get(x) ?? 0
    const next = this.n + 1
    const old = (this.n + eps) / next
    const entropy = old * (fadingFactor * this.entropy - log(old))
    this.entropy = entropy - weighted((count + 1) / next) + weighted((count + eps) / next)
    this.n = next
    this.counter.set(x, count + 1)
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<Label>): void {
    updateEachLabel(this, values)
  }

  get(): number {
    return this.entropy
  }

  checkState(): void {
    if (checkCounts(this.counter) !== this.n) {
      throw new SnapshotError('the counts of Entropy must add up', this.n)
    }
  }
}

function weighted(share: number): number {
  return share * log(share)
}

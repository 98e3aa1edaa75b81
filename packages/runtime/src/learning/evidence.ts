import { SnapshotError } from '@coelho/core'
import { isCount } from '../is-count.js'

/** Which part of its wealth each bettor stakes: large ones are quick, small ones see little. */
const STAKES: readonly number[] = [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64]
/** After so many comparisons a part of what was held back is staked anew. */
const ROUND = 1000
/** Wealth beyond this is as good as endless; below its inverse it is gone. */
const RICHEST = 1e300

/**
 * What speaks for a challenger against the champion, so far: a test that may be looked at after
 * every event, and ended at any time.
 *
 * It is a bet at fair odds (testing by betting, Shafer 2021; Waudby-Smith and Ramdas 2024). On an
 * event that costs the champion a and the challenger b, the gain is
 *
 *     d = (a - b) / (|a| + |b|)        from -1 to 1; 0 where both are 0
 *
 * and who stakes the share s of a wealth w on the challenger then has w (1 + s d). If, by all
 * that was known before each event, the challenger is not expected to gain, wealth is not
 * expected to grow: the chance that one unit ever becomes 1 / level is at most the level (Ville's
 * inequality), whatever the distribution, and however events depend on each other.
 *
 * The unit is dealt out. One half is staked at the start, in equal parts at six shares from 1/2
 * to 1/64; of the other half 1 / (k (k + 1)) is staked in addition after 1000 k comparisons: a
 * challenger that was worse for long, and became better, need not win back all it has lost.
 *
 * @example
 * const evidence = new Evidence()
 * for (let i = 0; i < 40; i++) evidence.compare(1, i % 4 === 0 ? 1 : 0)
 * evidence.value > 1 / 0.01 // => true
 */
export class Evidence {
  static readonly id: string = 'runtime.Evidence'
  static readonly state: readonly string[] = ['wealth', 'compared']

  private readonly wealth: Float64Array = dealt()
  /** How many events both have answered. */
  compared = 0

  /** What an event cost both of them. Where that cannot be told, nothing is compared. */
  compare(champion: number, challenger: number): void {
    const size = Math.abs(champion) + Math.abs(challenger)
    if (!(size < Number.POSITIVE_INFINITY)) return
    const { wealth } = this
    this.compared++
    if (this.compared % ROUND === 0) {
      const k = this.compared / ROUND
      const more = 0.5 / (k * (k + 1)) / wealth.length
      for (let i = 0; i < wealth.length; i++) wealth[i]! += more
    }
    if (size === 0) return
    const gain = (champion - challenger) / size
    if (gain === 0) return
    for (let i = 0; i < wealth.length; i++) {
      const now = wealth[i]! * (1 + STAKES[i]! * gain)
      wealth[i] = now > RICHEST ? RICHEST : now * RICHEST < 1 ? 0 : now
    }
  }

  /** The wealth: a challenger that is no better has ever 1 / level with at most that chance. */
  get value(): number {
    let sum = 0
    for (const part of this.wealth) sum += part
    return sum
  }

  /** Begins anew: it is about another champion. */
  clear(): void {
    this.wealth.set(dealt())
    this.compared = 0
  }

  checkState(): void {
    const { wealth, compared } = this
    const isWealth = wealth.every((part) => part >= 0 && part <= RICHEST)
    if (wealth.length === STAKES.length && isWealth && isCount(compared)) return
    throw new SnapshotError(`${Evidence.id} holds what each bettor has`)
  }
}

function dealt(): Float64Array {
  return new Float64Array(STAKES.length).fill(0.5 / STAKES.length)
}

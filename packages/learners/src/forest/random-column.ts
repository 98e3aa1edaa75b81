import { SnapshotError } from '@coelho/core'
import { NUMERIC_BINARY } from '../tree/grow/nodes.js'
import type { ValueTrial } from '../tree/grow/value-trial.js'
import { addValue, MOMENTS } from '../tree/leaf/moments.js'

/** Of an event that waits for the threshold: its value, its target and its weight. */
const WAITING = 3

/**
 * What a leaf of an extra tree knows of a feature: one threshold, drawn between the least and
 * the greatest of its first values, and the targets on either side.
 */
export class RandomColumn {
  static readonly id = 'forest.RandomColumn'
  static readonly state = ['share', 'threshold', 'waiting', 'count', 'moments'] as const

  /** Where between the least and the greatest value the threshold is to be. */
  share = 0
  private threshold: number = Number.NaN
  private waiting: Float64Array = new Float64Array(0)
  private count = 0
  /** The targets up to the threshold, and those above. */
  private readonly moments: Float64Array = new Float64Array(2 * MOMENTS)

  update(x: number, y: number, weight: number, room: number): void {
    const { threshold, count } = this
    if (threshold === threshold) this.add(x, y, weight)
    else if (count === room)
      this.decide() // River: the event that shows it is not counted
    else {
      if (count === 0) this.waiting = new Float64Array(room * WAITING)
      const at = count * WAITING
      this.waiting[at] = x
      this.waiting[at + 1] = y
      this.waiting[at + 2] = weight
      this.count++
    }
  }

  private add(x: number, y: number, weight: number): void {
    addValue(this.moments, x <= this.threshold ? 0 : MOMENTS, y, weight)
  }

  /** Draws the threshold, and counts what has waited for it. */
  private decide(): void {
    const { waiting, count } = this
    let least = Infinity
    let greatest = -Infinity
    for (let k = 0; k < count; k++) {
      least = Math.min(least, waiting[k * WAITING])
      greatest = Math.max(greatest, waiting[k * WAITING])
    }
    this.threshold = least + (greatest - least) * this.share
    for (let at = 0; at < count * WAITING; at += WAITING) {
      this.add(waiting[at], waiting[at + 1], waiting[at + 2])
    }
    this.waiting = new Float64Array(0)
    this.count = 0
  }

  tryAll(trial: ValueTrial): void {
    trial.put(0, this.moments, 0)
    trial.put(1, this.moments, MOMENTS)
    trial.tryBoth(NUMERIC_BINARY, this.threshold)
  }

  get bytes(): number {
    return 150 + this.waiting.byteLength + this.moments.byteLength
  }

  checkState(): void {
    const { share, count, waiting, moments } = this
    let valid = share >= 0 && share < 1 && moments.length === 2 * MOMENTS
    valid &&= Number.isSafeInteger(count) && count >= 0 && count * WAITING <= waiting.length
    valid &&= moments[0] >= 0 && moments[MOMENTS] >= 0
    if (!valid) throw new SnapshotError('a random threshold must have targets on its sides')
  }
}

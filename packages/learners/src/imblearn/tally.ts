import { type Label, SnapshotError } from '@coelho/core'
import type { Desired } from './desired.js'

/** How often each label came, and how often it was taught. */
export class Tally {
  static readonly id = 'imblearn.Tally'
  static readonly state = ['came', 'taught', 'sequence', 'met'] as const

  /** By place. */
  readonly came: Float64Array
  readonly taught: Float64Array
  /** The places in the order in which their labels first came; the first `met` are valid. */
  readonly sequence: Int32Array
  met = 0

  constructor(size = 0) {
    this.came = new Float64Array(size)
    this.taught = new Float64Array(size)
    this.sequence = new Int32Array(size)
  }

  count(place: number): void {
    if (this.came[place] === 0) this.sequence[this.met++] = place
    this.came[place] += 1
  }

  check(who: string, size: number): void {
    const { came, taught, sequence, met } = this
    const sized = came.length === size && taught.length === size && sequence.length === size
    const places = new Set(sequence.subarray(0, met))
    const placed = met >= 0 && met <= size && places.size === met
    const counted = came.every((n, place) => Number.isSafeInteger(n) && n > 0 === places.has(place))
    if (sized && placed && counted && taught.every((n) => Number.isSafeInteger(n) && n >= 0)) return
    throw new SnapshotError(`${who} must have counted the labels of its desiredDist`)
  }
}

/** What a sampler counts by. */
interface Counting {
  readonly desired: Desired | null
  readonly tally: Tally
}

/** Counts by label, of those that came, in the order in which they first did. */
export function byLabel({ desired, tally }: Counting, counts: Float64Array): Map<Label, number> {
  const result = new Map<Label, number>()
  for (let i = 0; desired !== null && i < tally.met; i++) {
    const place = tally.sequence[i]
    result.set(desired.labels[place], counts[place])
  }
  return result
}

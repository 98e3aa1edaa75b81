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
  private readonly sequence: Int32Array
  private met = 0
  private readonly labels: readonly Label[]

  /** By the places of what is desired; null: there is nothing to count. */
  constructor(desired: Desired | null = null) {
    this.labels = desired?.labels ?? []
    const { length } = this.labels
    this.came = new Float64Array(length)
    this.taught = new Float64Array(length)
    this.sequence = new Int32Array(length)
  }

  count(place: number): void {
    if (this.came[place] === 0) this.sequence[this.met++] = place
    this.came[place] += 1
  }

  /** The place of the highest ratio of two numbers by place, among those that came. */
  highest(numerators: Float64Array, denominators: Float64Array): number {
    const { sequence, met } = this
    let best = -1
    let most = -1
    for (let i = 0; i < met; i++) {
      const place = sequence[i]
      const ratio = numerators[place] / denominators[place]
      if (ratio > most) {
        most = ratio
        best = place
      }
    }
    return best
  }

  /** By label how often it came, in the order in which they first did. */
  get actualDist(): Map<Label, number> {
    return this.byLabel(this.came)
  }

  /** The same of how often they were taught. */
  get trainedOnDist(): Map<Label, number> {
    return this.byLabel(this.taught)
  }

  private byLabel(counts: Float64Array): Map<Label, number> {
    const places = [...this.sequence.subarray(0, this.met)]
    return new Map(places.map((place) => [this.labels[place], counts[place]]))
  }

  check(who: string): void {
    const { came, taught, sequence, met } = this
    const size = this.labels.length
    const sized = came.length === size && taught.length === size && sequence.length === size
    const places = new Set(sequence.subarray(0, met))
    const placed = met >= 0 && met <= size && places.size === met
    const counted = came.every((n, place) => Number.isSafeInteger(n) && n > 0 === places.has(place))
    if (sized && placed && counted && taught.every((n) => Number.isSafeInteger(n) && n >= 0)) return
    throw new SnapshotError(`${who} must have counted the labels of its desiredDist`)
  }

  /** Throws unless a place is of one of the labels, or -1. */
  checkPlace(who: string, place: number, which: string): void {
    if (Number.isInteger(place) && place >= -1 && place < this.labels.length) return
    throw new SnapshotError(`${who} must know its ${which} label`, place)
  }
}

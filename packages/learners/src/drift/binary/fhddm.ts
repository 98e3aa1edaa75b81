import {
  BinaryDriftDetector,
  InvalidOptionError,
  math,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { isTrue } from './is-true.js'

export interface FHDDMOptions {
  /** Over how many values shares are counted. */
  readonly slidingWindowSize: number
  /** How likely a change is reported in one update where there is none. */
  readonly confidenceLevel: number
  /** A second window, of fewer values, that finds sudden changes sooner; null: none. */
  readonly shortWindowSize: number | null
}

/**
 * Reports a change when the share of `true` in a window has fallen by more than Hoeffding's bound
 * below the highest it ever was (fast Hoeffding drift detection method). At the update after a
 * change it begins anew. It never warns.
 *
 * River: it looks for a fall only. To find a rising error, tell it which predictions were right,
 * and not, as River's own text says, which were wrong.
 *
 * @example
 * const detector = new drift.binary.FHDDM()
 * let seen = 0
 * while (!detector.driftDetected) detector.update(seen++ % 10 > 0 && seen <= 500)
 * seen // => 530
 */
export class FHDDM extends BinaryDriftDetector<FHDDMOptions> {
  static override readonly id = 'drift.binary.FHDDM'
  static override readonly rules: Rules<FHDDMOptions> = {
    slidingWindowSize: { kind: 'integer', default: 100, atLeast: 1, atMost: 16_777_216 },
    confidenceLevel: { kind: 'number', default: 1e-6, above: 0, atMost: 1 },
    shortWindowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1 },
  }
  static override readonly state: readonly string[] = [
    'window',
    'count',
    'next',
    'ones',
    'shortOnes',
    'highest',
    'shortHighest',
    'drift',
  ]

  /** The last values; River: the window takes in one more before it is judged. */
  private window: Uint8Array = new Uint8Array(this.options.slidingWindowSize)
  private count = 0
  /** Where the next value goes. */
  private next = 0
  private ones = 0
  private shortOnes = 0
  private highest = 0
  private shortHighest = 0
  private drift = false
  /** By how much a share may fall; no state. */
  private readonly bound: number = this.boundOf(this.options.slidingWindowSize)
  private readonly shortBound: number = this.boundOf(this.options.shortWindowSize ?? 1)

  constructor(given: Readonly<Partial<FHDDMOptions>> = {}) {
    super(given)
    const { slidingWindowSize, shortWindowSize } = this.options
    if (shortWindowSize === null || shortWindowSize <= slidingWindowSize) return
    const expected = `must be at most slidingWindowSize (${slidingWindowSize})`
    throw new InvalidOptionError(this.who, 'shortWindowSize', expected, shortWindowSize)
  }

  private boundOf(size: number): number {
    return Math.sqrt(math.log(1 / this.options.confidenceLevel) / (2 * size))
  }

  update(x: boolean | number): void {
    const one = Number(isTrue(this, x))
    if (this.drift) this.reset()
    const { window } = this
    const { slidingWindowSize: size, shortWindowSize: short } = this.options
    const slot = this.next
    if (this.count === size) this.ones -= window[slot]
    else this.count += 1
    if (short !== null) {
      const leaving = slot - short
      // Before the window is full its other places are 0.
      this.shortOnes += one - window[leaving < 0 ? leaving + size : leaving]
    }
    window[slot] = one
    this.ones += one
    this.next = slot + 1 === size ? 0 : slot + 1
    if (this.count === size) this.test()
  }

  private test(): void {
    const { slidingWindowSize, shortWindowSize } = this.options
    const share = this.ones / slidingWindowSize
    if (this.highest < share) this.highest = share
    this.drift = this.highest - share > this.bound
    if (shortWindowSize === null) return
    const shortShare = this.shortOnes / shortWindowSize
    if (this.shortHighest < shortShare) this.shortHighest = shortShare
    if (this.shortHighest - shortShare > this.shortBound) this.drift = true
  }

  private reset(): void {
    this.window.fill(0)
    this.count = 0
    this.next = 0
    this.ones = 0
    this.shortOnes = 0
    this.highest = 0
    this.shortHighest = 0
    this.drift = false
  }

  get driftDetected(): boolean {
    return this.drift
  }

  /** -1 if the last update showed a change: values have become `true` less often; else 0. */
  get change(): number {
    return this.drift ? -1 : 0
  }

  get warningDetected(): boolean {
    return false
  }

  /** River: how many values are `true`, the oldest of a full window left out. */
  get nOne(): number {
    const isFull = this.count === this.options.slidingWindowSize
    return this.ones - (isFull ? this.window[this.next] : 0)
  }

  checkState(): void {
    const { window, count, next, ones, shortOnes } = this
    const { slidingWindowSize: size, shortWindowSize } = this.options
    const short = shortWindowSize ?? 0
    const placed = Number.isInteger(next) && next >= 0 && next < size
    const held = count === size || (count === next && window.subarray(next).every((x) => x === 0))
    if (window.length !== size || !placed || !held || window.some((x) => x > 1)) {
      throw new SnapshotError('FHDDM must have a window of its size', count)
    }
    let sum = 0
    let shortSum = 0
    for (let back = 1; back <= size; back++) {
      sum += window[(next - back + size) % size]
      if (back === short) shortSum = sum
    }
    if (sum === ones && shortSum === shortOnes) return
    throw new SnapshotError('FHDDM must have counted its window', ones)
  }
}

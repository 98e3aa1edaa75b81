import { growFloats, NO_FLOATS, SnapshotError } from '@coelho/core'
import { addGradHess, GRAD_HESS } from './grad-hess.js'
import type { GradientTrial } from './gradient-trial.js'

/** Of an event that waits: value, gradient, hessian, weight. */
const WAITING = 4

/**
 * The values of a feature in a fixed number of bins of equal width. The first events wait until
 * there are enough of them to say where the bins are.
 */
export class EvenBins {
  static readonly id = 'tree.EvenBins'
  static readonly state = [
    'waiting',
    'waitingCount',
    'lowest',
    'width',
    'from',
    'step',
    'sums',
  ] as const

  private waiting: Float64Array = NO_FLOATS
  private waitingCount = 0
  /** The upper edge of bin k is lowest + (k + 1) width. */
  lowest: number = NaN
  width: number = NaN
  /** By which the bin of a value is found: as above, but for rounding where they are inherited. */
  private from = 0
  private step = 0
  private sums: Float64Array = NO_FLOATS

  /** The bins are where another leaf has put them. */
  inherit(lowest: number, width: number, bins: number): void {
    this.place(lowest, width, bins)
    // River: width and begin are computed anew from the edges.
    const edge = lowest + width
    if (bins < 3) return
    this.step = lowest + 2 * width - edge
    this.from = edge - this.step
  }

  private place(lowest: number, width: number, bins: number): void {
    this.lowest = lowest
    this.width = width
    this.from = lowest
    this.step = width
    this.sums = new Float64Array(bins * GRAD_HESS)
  }

  update(
    x: number,
    gradient: number,
    hessian: number,
    weight: number,
    bins: number,
    warmStart: number,
  ): void {
    if (this.sums.length === 0) {
      this.wait(x, gradient, hessian, weight)
      if (this.waitingCount < warmStart) return
      this.open(bins)
      // River: the last of those that waited counts twice.
    }
    this.take(x, gradient, hessian, weight)
  }

  private wait(x: number, gradient: number, hessian: number, weight: number): void {
    const at = this.waitingCount++ * WAITING
    this.waiting = growFloats(this.waiting, at + WAITING)
    const { waiting } = this
    waiting[at] = x
    waiting[at + 1] = gradient
    waiting[at + 2] = hessian
    waiting[at + 3] = weight
  }

  /** Places the bins between the least and the greatest of the values that waited. */
  private open(bins: number): void {
    const { waiting, waitingCount } = this
    let least = Infinity
    let greatest = -Infinity
    for (let k = 0; k < waitingCount; k++) {
      least = Math.min(least, waiting[k * WAITING])
      greatest = Math.max(greatest, waiting[k * WAITING])
    }
    this.place(least, (greatest - least) / bins, bins)
    for (let at = 0; at < waitingCount * WAITING; at += WAITING) {
      this.take(waiting[at], waiting[at + 1], waiting[at + 2], waiting[at + 3])
    }
    this.waiting = NO_FLOATS
    this.waitingCount = 0
  }

  private take(x: number, gradient: number, hessian: number, weight: number): void {
    const { sums } = this
    const last = sums.length / GRAD_HESS - 1
    const distance = (x - this.from) / this.step
    // Values that were all the same leave bins no width: they are in the first, more in the last.
    const bin = distance >= last ? last : distance > 0 ? Math.floor(distance) : 0
    addGradHess(sums, bin * GRAD_HESS, gradient, hessian, weight)
  }

  /** Tries the upper edge of each bin that has events. */
  tryAll(trial: GradientTrial): void {
    const { sums, lowest, width } = this
    for (let at = 0; at < sums.length; at += GRAD_HESS) {
      if (sums[at] === 0) continue
      const next = at / GRAD_HESS + 1
      const isLast = at + GRAD_HESS === sums.length
      trial.tryThreshold(isLast ? Infinity : lowest + next * width, sums, at)
    }
  }

  /** How many bins there are: 0 while events wait. */
  get count(): number {
    return this.sums.length / GRAD_HESS
  }

  checkState(): void {
    const { waiting, waitingCount, sums } = this
    let valid = Number.isSafeInteger(waitingCount) && waitingCount >= 0
    valid &&= waitingCount * WAITING <= waiting.length && sums.length % GRAD_HESS === 0
    valid &&= sums.every((n, k) => k % GRAD_HESS !== 0 || n >= 0)
    valid &&= sums.length === 0 || this.width >= 0
    if (!valid) throw new SnapshotError('the bins of a feature must have weights of at least 0')
  }
}

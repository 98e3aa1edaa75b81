import { growFloats, NO_FLOATS } from '@coelho/core'
import type { AdamOptions } from './adam-options.js'
import { checkSameLength, checkShares } from './optimizer.js'

/** By slot the mean gradient and the mean squared gradient, both decaying. */
export class DecayingMoments {
  static readonly id = 'optim.DecayingMoments'
  static readonly state = ['mean', 'square', 'left1', 'left2'] as const

  mean: Float64Array = NO_FLOATS
  square: Float64Array = NO_FLOATS
  /** `beta1` to the power of the steps so far: what the mean still lacks, having begun at 0. */
  left1 = 1
  /** The same of `beta2` and the mean square. */
  left2 = 1

  reserve(room: number): void {
    this.mean = growFloats(this.mean, room)
    this.square = growFloats(this.square, room)
  }

  /** Another step begins. */
  decay({ beta1, beta2 }: AdamOptions): void {
    this.left1 *= beta1
    this.left2 *= beta2
  }

  /** What a rate is to be multiplied with, since both means began at 0. */
  get correction(): number {
    return Math.sqrt(1 - this.left2) / (1 - this.left1)
  }

  checkState(): void {
    checkSameLength('an optimizer', this.mean, this.square)
    checkShares('an optimizer', this.left1, this.left2)
  }
}

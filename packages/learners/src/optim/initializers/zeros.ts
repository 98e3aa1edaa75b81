import type { Rules } from '@coelho/core'
import { Initializer } from './initializer.js'

/**
 * Weights start at 0.
 *
 * @example
 * new optim.initializers.Zeros().call(3) // => [0, 0, 0]
 */
export class Zeros extends Initializer {
  static override readonly id = 'optim.initializers.Zeros'
  static override readonly rules: Rules<object> = {}
  static override readonly state: readonly string[] = []

  next(): number {
    return 0
  }
}

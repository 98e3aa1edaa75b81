import type { Rules } from '@coelho/core'
import { Initializer } from './initializer.js'

export interface ConstantOptions {
  /** Where each weight starts. */
  readonly value: number
}

/**
 * All weights start at the same value.
 *
 * @example
 * new optim.initializers.Constant({ value: 0.5 }).call(2) // => [0.5, 0.5]
 */
export class Constant extends Initializer<ConstantOptions> {
  static override readonly id = 'optim.initializers.Constant'
  static override readonly rules: Rules<ConstantOptions> = { value: { kind: 'number' } }
  static override readonly state: readonly string[] = []

  next(): number {
    return this.options.value
  }
}

import type { Rules } from '@coelho/core'
import { Scheduler } from './scheduler.js'

export interface ConstantOptions {
  /** The rate. */
  readonly learningRate: number
}

/**
 * The same learning rate for ever.
 *
 * @example
 * new optim.schedulers.Constant({ learningRate: 0.1 }).get(1000) // => 0.1
 */
export class Constant extends Scheduler<ConstantOptions> {
  static override readonly id = 'optim.schedulers.Constant'
  static override readonly rules: Rules<ConstantOptions> = {
    learningRate: { kind: 'number', atLeast: 0 },
  }
  static override readonly state: readonly string[] = []

  get(_t: number): number {
    return this.options.learningRate
  }
}

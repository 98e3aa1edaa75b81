import { math, type Rules } from '@coelho/core'
import { Scheduler } from './scheduler.js'

export interface InverseScalingOptions {
  /** The rate of the first step. */
  readonly learningRate: number
  /** How fast it falls. */
  readonly power: number
}

/**
 * A learning rate that falls with each step: `learningRate / (t + 1) ** power`.
 *
 * @example
 * new optim.schedulers.InverseScaling({ learningRate: 0.1 }).get(24) // => 0.02
 */
export class InverseScaling extends Scheduler<InverseScalingOptions> {
  static override readonly id = 'optim.schedulers.InverseScaling'
  static override readonly rules: Rules<InverseScalingOptions> = {
    learningRate: { kind: 'number', atLeast: 0 },
    power: { kind: 'number', default: 0.5 },
  }
  static override readonly state: readonly string[] = []

  get(t: number): number {
    const { learningRate, power } = this.options
    // `**` differs between engines in the last bit; the square root does not.
    if (power === 0.5) return learningRate / Math.sqrt(t + 1)
    return learningRate / math.exp(power * math.log(t + 1))
  }
}

import { InvalidOptionError, type Rules } from '@coelho/core'
import { BinaryLoss } from '../losses/binary-loss.js'
import { RegressionLoss } from '../losses/regression-loss.js'
import { Scheduler } from './scheduler.js'

export interface OptimalOptions {
  /** What is to be minimised: its slope sets the first rate. */
  readonly loss: RegressionLoss | BinaryLoss
  /** How fast the rate falls. */
  readonly alpha: number
}

/**
 * Léon Bottou's learning rate: `1 / (alpha * (t0 + t))`, where t0 follows from the loss and the
 * size that weights are expected to have.
 *
 * @example
 * const loss = new optim.losses.Hinge()
 * new optim.schedulers.Optimal({ loss }).get(0) // => 10
 */
export class Optimal extends Scheduler<OptimalOptions> {
  static override readonly id = 'optim.schedulers.Optimal'
  static override readonly rules: Rules<OptimalOptions> = {
    loss: { kind: 'object' },
    alpha: { kind: 'number', default: 1e-4, above: 0 },
  }
  static override readonly state: readonly string[] = []

  private readonly t0: number

  constructor(given: Readonly<Partial<OptimalOptions>>) {
    super(given)
    const { loss, alpha } = this.options
    if (!(loss instanceof RegressionLoss || loss instanceof BinaryLoss)) {
      const expected = 'must be a loss of optim.losses for numbers or two classes'
      throw new InvalidOptionError(this.who, 'loss', expected, loss)
    }
    const typicalWeight = Math.sqrt(1 / Math.sqrt(alpha))
    const slope = loss.gradient(1, -typicalWeight)
    this.t0 = Math.max(1, slope) / (typicalWeight * alpha)
  }

  get(t: number): number {
    return 1 / (this.options.alpha * (this.t0 + t))
  }
}

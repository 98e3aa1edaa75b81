import type { Rules } from '@coelho/core'
import { RegressionLoss } from './regression-loss.js'

export interface EpsilonInsensitiveHingeOptions {
  /** Errors up to this size cost nothing. */
  readonly eps: number
  /** Compare with `2 * yTrue - 1`, as River does, and not with the true value. */
  readonly riverCompatible: boolean
}

/**
 * The size of the difference beyond `eps`.
 *
 * River takes the true value for a class, 0 or 1, and makes -1 or 1 of it: a model then learns
 * 2y - 1 instead of y. `riverCompatible: false` leaves the true value as it is.
 *
 * @example
 * new optim.losses.EpsilonInsensitiveHinge({ eps: 0.5 }).call(3, 4) // => 0.5
 * const loss = new optim.losses.EpsilonInsensitiveHinge({ eps: 0.5, riverCompatible: false })
 * loss.call(3, 4.75) // => 1.25
 * loss.gradient(3, 4.75) // => 1
 */
export class EpsilonInsensitiveHinge extends RegressionLoss<EpsilonInsensitiveHingeOptions> {
  static override readonly id = 'optim.losses.EpsilonInsensitiveHinge'
  static override readonly rules: Rules<EpsilonInsensitiveHingeOptions> = {
    eps: { kind: 'number', default: 0.1, atLeast: 0 },
    riverCompatible: { kind: 'boolean', default: true },
  }
  static override readonly state: readonly string[] = []

  call(yTrue: number, yPred: number): number {
    return Math.max(Math.abs(yPred - this.target(yTrue)) - this.options.eps, 0)
  }

  gradient(yTrue: number, yPred: number): number {
    const target = this.target(yTrue)
    const { eps } = this.options
    if (yPred > target + eps) return 1
    return yPred + eps < target ? -1 : 0
  }

  private target(yTrue: number): number {
    return this.options.riverCompatible ? yTrue * 2 - 1 : yTrue
  }
}

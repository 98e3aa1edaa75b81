import { math, type Rules } from '@coelho/core'
import { BinaryLoss } from './binary-loss.js'

export interface LogOptions {
  /** How much the positive class counts. */
  readonly weightPos: number
  /** How much the negative class counts. */
  readonly weightNeg: number
}

/** Beyond it the logarithm of 1 + e^-z is e^-z. */
const FLAT = 18

/**
 * The logarithmic loss of a probability: `ln(1 + exp(-z))`, where z is the raw prediction, with
 * its sign turned for the negative class.
 *
 * @example
 * const loss = new optim.losses.Log()
 * loss.call(true, 0) // => 0.6931471805599453
 * loss.gradient(true, 0) // => -0.5
 */
export class Log extends BinaryLoss<LogOptions> {
  static override readonly id = 'optim.losses.Log'
  static override readonly rules: Rules<LogOptions> = {
    weightPos: { kind: 'number', default: 1, atLeast: 0 },
    weightNeg: { kind: 'number', default: 1, atLeast: 0 },
  }
  static override readonly state: readonly string[] = []

  private readonly weightPos: number = this.options.weightPos
  private readonly weightNeg: number = this.options.weightNeg

  call(yTrue: boolean | number, yPred: number): number {
    const positive = Number(yTrue) > 0
    const weight = positive ? this.weightPos : this.weightNeg
    const z = positive ? yPred : -yPred
    if (z > FLAT) return weight * math.exp(-z)
    if (z < -FLAT) return weight * -z
    return weight * math.log(1 + math.exp(-z))
  }

  gradient(yTrue: boolean | number, yPred: number): number {
    const positive = Number(yTrue) > 0
    const weight = positive ? -this.weightPos : this.weightNeg
    const z = positive ? yPred : -yPred
    if (z > FLAT) return weight * math.exp(-z)
    if (z < -FLAT) return weight
    return weight / (math.exp(z) + 1)
  }
}

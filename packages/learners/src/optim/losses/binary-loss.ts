import { Configured } from '@coelho/core'
import type { Loss } from './loss.js'
import { sigmoid } from './sigmoid.js'

/** A loss of two classes; the prediction is a number whose sigmoid is the probability. */
export abstract class BinaryLoss<Options extends object = object>
  extends Configured<Options>
  implements Loss<boolean | number, number, number>
{
  abstract call(yTrue: boolean | number, yPred: number): number

  abstract gradient(yTrue: boolean | number, yPred: number): number

  /** The probability that a raw output stands for. */
  meanFunc(yPred: number): number {
    return sigmoid(yPred)
  }
}

import { Configured } from '@coelho/core'
import type { Loss } from './loss.js'

/** A loss of numbers. */
export abstract class RegressionLoss<Options extends object = object>
  extends Configured<Options>
  implements Loss<number, number, number>
{
  abstract call(yTrue: number, yPred: number): number

  abstract gradient(yTrue: number, yPred: number): number

  meanFunc(yPred: number): number {
    return yPred
  }
}

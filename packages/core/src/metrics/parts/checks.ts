import type { UpdateOptions } from '../../base/metric-like.js'
import { checkWeight } from '../../base/weights.js'
import { InvalidInputError } from '../../errors.js'

interface Named {
  readonly who: string
}

/** The weight that came with a prediction. */
export function weightOf(metric: Named, options: UpdateOptions | undefined): number {
  return options?.w === undefined ? 1 : checkWeight(metric.who, options.w)
}

/** A truth and a prediction that are numbers. */
export function checkNumbers(metric: Named, yTrue: unknown, yPred: unknown): void {
  if (Number.isFinite(yTrue) && Number.isFinite(yPred)) return
  const which = Number.isFinite(yTrue) ? 'a prediction' : 'a truth'
  const received = Number.isFinite(yTrue) ? yPred : yTrue
  throw new InvalidInputError(metric.who, `${which} must be a finite number`, received)
}

/** What is merged must be of the same class. */
export function checkMerged(metric: Named, owner: object, other: unknown): void {
  if (Object(other).constructor === owner.constructor) return
  throw new InvalidInputError(metric.who, 'what is merged must be of the same class', other)
}

/** What is taken back must have been given: the weight `left` may be below 0 by rounding only. */
export function checkGiven(metric: Named, left: number, w: number): void {
  if (left >= -1e-12 * w) return
  throw new InvalidInputError(metric.who, 'what is reverted must have been given before', w)
}

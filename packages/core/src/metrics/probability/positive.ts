import { type Label, twinOf } from '../../data/labels.js'
import { InvalidInputError, InvalidLabelError, InvalidOptionError } from '../../errors.js'

/** What a metric of two classes judges: the probability of the positive one, or of each. */
export type Scored = number | Map<Label, number>

/** A metric that tells one class from the others. */
export interface OfTwoClasses {
  readonly who: string
  readonly options: { readonly posVal: Label }
}

/** The positive class must be a label. */
export function checkPosVal({ who, options }: OfTwoClasses): void {
  const { posVal } = options
  const kind = typeof posVal
  if (kind === 'string' || kind === 'boolean' || Number.isFinite(posVal)) return
  const expected = 'must be a label: a string, a finite number or a boolean'
  throw new InvalidOptionError(who, 'posVal', expected, posVal)
}

/** The truth as 0 or 1. Here 0 and 1 are as good as false and true, as they are for River. */
export function positiveOf(metric: OfTwoClasses, yTrue: unknown): number {
  const { posVal } = metric.options
  if (yTrue === posVal) return 1
  if (typeof yTrue === typeof posVal && (typeof yTrue !== 'number' || Number.isFinite(yTrue))) {
    return 0
  }
  const isLike = twinOf(yTrue) !== undefined && typeof posVal !== 'string'
  if (isLike) return twinOf(yTrue) === posVal ? 1 : 0
  const expected = `must be of the kind of the positive class (posVal: ${JSON.stringify(posVal)})`
  throw new InvalidLabelError(metric.who, expected, yTrue)
}

/** The probability of the positive class; 0 if none is given for it. */
export function scoreOf(metric: OfTwoClasses, yPred: unknown): number {
  const score = yPred instanceof Map ? ofPositive(yPred, metric.options.posVal) : yPred
  if (Number.isFinite(score)) return score as number
  const expected = 'a prediction must be a finite number, or a Map of labels to such numbers'
  throw new InvalidInputError(metric.who, expected, score)
}

function ofPositive(yPred: ReadonlyMap<unknown, unknown>, posVal: Label): unknown {
  const score = yPred.get(posVal)
  return score === undefined ? (yPred.get(twinOf(posVal)) ?? 0) : score
}

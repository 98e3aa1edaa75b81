import { checkLengths, type UpdateManyOptions } from '../../base/metric.js'
import { checkWeight } from '../../base/weights.js'
import type { Label } from '../../data/labels.js'
import { InvalidLabelError } from '../../errors.js'
import type { Counts, Named, Predicted } from './counts.js'

/** The weight of an update, checked. */
export function checkedWeight(by: Named, w = 1): number {
  return w >= 0 && w < Infinity ? w : checkWeight(by.who, w)
}

/**
 * The weights of many updates. Throws if one of the pairs cannot be counted, or if together their
 * labels are too many.
 */
export function checkedWeights(
  counts: Counts,
  by: Named,
  yTrue: ArrayLike<Label>,
  yPred: ArrayLike<Predicted>,
  options: UpdateManyOptions | undefined,
): ArrayLike<number> | undefined {
  const weights = checkLengths(by.who, yTrue, yPred, options)
  const fresh = new Set<Predicted>()
  for (let i = 0; i < yTrue.length; i++) {
    const isNew = counts.find(yTrue[i]) <= 0 && !fresh.has(yTrue[i])
    const isNewPred = counts.find(yPred[i]) < 0 && !fresh.has(yPred[i])
    if (!isNew && !isNewPred) continue
    counts.check(by, yTrue[i], yPred[i])
    if (isNew) fresh.add(yTrue[i])
    if (isNewPred) fresh.add(yPred[i])
  }
  const { size, limit } = counts.labels
  if (size + fresh.size <= limit) return weights
  const expected = `list may bring the known ones to ${limit} at most`
  throw new InvalidLabelError(by.who, expected, fresh.size)
}

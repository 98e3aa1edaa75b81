import type { StatisticUpdate } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { InvalidInputError } from '../errors.js'
import { checkLabel, checkValue, checkWeight } from './check-value.js'

interface Updated<Value> {
  readonly who: string
  update(x: Value, options?: StatisticUpdate): void
}

interface UpdatedByPairs {
  readonly who: string
  update(x: number, y: number, options?: StatisticUpdate): void
}

/** All values are checked before the first is taken. */
export function updateEach(
  statistic: Updated<number>,
  values: ArrayLike<number>,
  weights?: ArrayLike<number>,
): void {
  checkList(statistic, values)
  for (let i = 0; i < values.length; i++) checkValue(statistic, values[i])
  if (weights === undefined) {
    for (let i = 0; i < values.length; i++) statistic.update(values[i])
    return
  }
  checkWeights(statistic, weights, values.length)
  const given = { w: 1 }
  for (let i = 0; i < values.length; i++) {
    given.w = weights[i]
    statistic.update(values[i], given)
  }
}

export function updateEachLabel(statistic: Updated<Label>, values: ArrayLike<Label>): void {
  checkList(statistic, values)
  for (let i = 0; i < values.length; i++) checkLabel(statistic, values[i])
  for (let i = 0; i < values.length; i++) statistic.update(values[i])
}

export function updateEachPair(
  statistic: UpdatedByPairs,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  weights?: ArrayLike<number>,
): void {
  checkLists(statistic, xs, ys)
  for (let i = 0; i < xs.length; i++) {
    checkValue(statistic, xs[i])
    checkValue(statistic, ys[i])
  }
  if (weights) checkWeights(statistic, weights, xs.length)
  const given = { w: 1 }
  for (let i = 0; i < xs.length; i++) {
    if (weights) given.w = weights[i]
    statistic.update(xs[i], ys[i], given)
  }
}

/** Two lists of one length. */
export function checkLists(statistic: { who: string }, xs: unknown, ys: unknown): void {
  checkList(statistic, xs)
  checkList(statistic, ys)
  const { length } = xs as ArrayLike<unknown>
  if ((ys as ArrayLike<unknown>).length === length) return
  const expected = `there must be a y for each of ${length} x`
  throw new InvalidInputError(statistic.who, expected, (ys as ArrayLike<unknown>).length)
}

function checkList(statistic: { who: string }, values: unknown): void {
  const listed = typeof values === 'object' && values !== null && 'length' in values
  if (listed && Number.isSafeInteger(values.length)) return
  throw new InvalidInputError(statistic.who, 'values must come in a list', values)
}

function checkWeights(statistic: { who: string }, weights: ArrayLike<number>, count: number): void {
  checkList(statistic, weights)
  if (weights.length !== count) {
    const expected = `there must be a weight for each of ${count} values`
    throw new InvalidInputError(statistic.who, expected, weights.length)
  }
  for (let i = 0; i < count; i++) checkWeight(statistic, weights[i])
}

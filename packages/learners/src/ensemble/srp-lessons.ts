import type { ClassifierLike, RegressorLike, Row } from '@coelho/core'
import type { Patch } from './patch.js'

/** The code of what a model predicts; -1 if it does not know. */
export function predict({ model, codes }: Patch<ClassifierLike>, row: Row): number {
  const predicted = model.predictRow(row)
  return predicted < 0 || !codes ? -1 : codes.toOuter(model.labels)[predicted]
}

/** The model learns the event so many times. */
export function teachClass(
  { model, codes }: Patch<ClassifierLike>,
  row: Row,
  label: number,
  weight: number,
  times: number,
): void {
  for (let left = times; codes && left > 0; left--) {
    const own = codes.toInner(model.labels, label)
    if (own >= 0) model.learnRow(row, own, weight)
    else model.learnRowWith(row, codes.label(label), weight)
  }
  model.commit()
}

/** The same for numbers. */
export function teachNumber(
  model: RegressorLike,
  row: Row,
  y: number,
  weight: number,
  times: number,
): void {
  for (let k = 0; k < times; k++) model.learnRow(row, y, weight)
  model.commit()
}

/** Makes of scores how much each model counts: where less is better, by how far the worst is. */
export function weighByScores(scores: Float64Array, biggerIsBetter: boolean): void {
  let most = 0
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.max(0, scores[i])
    most = Math.max(most, scores[i])
  }
  if (!biggerIsBetter) for (let i = 0; i < scores.length; i++) scores[i] = most - scores[i]
  // River: predicts 0 where all are equally good.
  if (scores.every((weight) => weight === 0)) scores.fill(1)
}

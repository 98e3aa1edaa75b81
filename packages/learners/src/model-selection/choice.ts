import type { RegressorLike, Row, Schema } from '@coelho/core'
import { checkList } from '../ensemble/models.js'
import { checkRegressionMetric, type SelectionMetric } from './judge.js'

/** Decides which of several models learn an event, and which of them predicts. */
export interface Choice {
  /** The place of the model that predicts. */
  readonly best: number
  /** The places of models: the first ones learn, as many as `pick` says. */
  readonly places: Int32Array
  pick(): number
  /** Tells how the model at a place did, before it learns. */
  judge(place: number, yTrue: unknown, yPred: unknown, weight: number): void
  /** They have learned the event. */
  took?(): void
}

/** Copies of regressors to choose from, which read rows under that schema. */
export function copiesOf(
  who: string,
  models: readonly RegressorLike[],
  metric: SelectionMetric,
  schema: Schema,
): RegressorLike[] {
  checkList(who, models, 'regressor')
  checkRegressionMetric(who, metric)
  return models.map((model) => model.clone(schema))
}

/** Those that are chosen learn a row; each is judged by what it predicts before. */
export function learnChosen(
  choice: Choice,
  list: readonly RegressorLike[],
  row: Row,
  y: number,
  weight: number,
): void {
  const count = choice.pick()
  const { places } = choice
  for (let i = 0; i < count; i++) {
    const model = list[places[i]]
    choice.judge(places[i], y, model.predictRow(row), weight)
    model.learnRow(row, y, weight)
    model.commit()
  }
  choice.took?.()
}

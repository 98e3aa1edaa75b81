import { InvalidInputError, type Row } from '@coelho/core'
import type { TreeExplanation } from '../tree/explain/explanation.js'

/** A model that can tell why it predicts what it does; `code`: of the label, if it has labels. */
interface Explaining {
  featureImportances(): Map<string, number>
  explainRow(row: Row, code: number): TreeExplanation
}

/** The model itself, if it can tell why; else throws. */
export function explaining(who: string, model: object): Explaining {
  const { explainRow, featureImportances } = model as Partial<Explaining>
  if (explainRow && featureImportances) return model as Explaining
  throw new InvalidInputError(who, 'its models must be trees to explain what they predict', model)
}

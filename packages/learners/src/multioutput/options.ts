import { type EstimatorLike, InvalidOptionError, type Schema } from '@coelho/core'

/** Throws if an order names an output twice. */
export function checkOrder(who: string, order: readonly string[] | null): readonly string[] {
  const names = order ?? []
  if (new Set(names).size === names.length) return names
  throw new InvalidOptionError(who, 'order', 'must name each output once', order)
}

/** The models of a chain see more features than the chain does. */
export function checkApart(who: string, schema: Schema, model: EstimatorLike): void {
  if (model.schema !== schema) return
  throw new InvalidOptionError(who, 'schema', 'must be another one than that of the model', schema)
}

/** The values of each output, one behind the other, as many as there are events with it. */
export function columnsOf(
  y: ArrayLike<unknown>,
  weights: ArrayLike<number> | undefined,
): Map<string, { values: unknown[]; weights: number[] }> {
  const columns = new Map<string, { values: unknown[]; weights: number[] }>()
  for (let i = 0; i < y.length; i++) {
    for (const [name, value] of Object.entries(y[i] as object)) {
      let column = columns.get(name)
      if (!column) {
        column = { values: [], weights: [] }
        columns.set(name, column)
      }
      column.values.push(value)
      column.weights.push(weights ? weights[i] : 1)
    }
  }
  return columns
}

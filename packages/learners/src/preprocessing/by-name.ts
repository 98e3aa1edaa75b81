import type { Schema } from '@coelho/core'

/** What a table holds for each feature of a schema, by name; features without a number left out. */
export function byName(schema: Schema, numbers: Float64Array): Map<string, number> {
  const entries: [string, number][] = []
  for (let feature = 0; feature < schema.size && feature < numbers.length; feature++) {
    if (Number.isFinite(numbers[feature])) entries.push([schema.name(feature), numbers[feature]])
  }
  return new Map(entries)
}

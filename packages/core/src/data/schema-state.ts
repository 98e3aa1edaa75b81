import { SnapshotError } from '../errors.js'
import type { NumberNames } from './number-names.js'
import type { Schema } from './schema.js'

/** What a schema holds, as plain data; `numbers` where they stand for its names. */
export function stateOfSchema(schema: Schema, numbers: NumberNames | undefined): unknown {
  const options = { ...schema.options }
  if (numbers && numbers.length > 0) {
    return { options, below: numbers.below, numbers: numbers.numbers() }
  }
  const names = schema.names()
  const features = [...names.keys()]
  const categories = features.map((feature) => {
    if (schema.isOpen(feature)) return false
    if (schema.kind(feature) === 'number') return null
    return schema.isText(feature) ? [] : schema.categories(feature)
  })
  const booleans = features.filter((feature) => schema.isBoolean(feature))
  const state = { options, names, categories }
  return booleans.length > 0 ? { ...state, booleans } : state
}

/** Adds what was saved to an empty schema. */
export function fillSchema(schema: Schema, state: unknown): void {
  const { names, categories, booleans } = (state ?? {}) as Record<string, unknown>
  if (!Array.isArray(names) || !Array.isArray(categories) || names.length !== categories.length) {
    throw new SnapshotError('a schema must list its names and their categories')
  }
  for (let i = 0; i < names.length; i++) {
    const values: unknown = categories[i]
    const isList = Array.isArray(values)
    if (typeof names[i] !== 'string' || !(isList || values === null || values === false)) {
      throw new SnapshotError('a feature must be a name with a list of categories or null')
    }
    const kind = isList ? 'category' : values === null ? 'number' : undefined
    const feature = schema.add('Schema', names[i], kind)
    if (feature !== i) throw new SnapshotError('feature names must not come twice', names[i])
    if (isList) addCategories(schema, feature, values)
  }
  for (const feature of Array.isArray(booleans) ? booleans : []) {
    const isNumber =
      Number.isInteger(feature) && feature >= 0 && feature < schema.size && !schema.isOpen(feature)
    if (!isNumber || schema.kind(feature) !== 'number') {
      throw new SnapshotError('only a number can have been a boolean', feature)
    }
    schema.markBoolean(feature)
  }
}

function addCategories(schema: Schema, feature: number, values: readonly unknown[]): void {
  for (const value of values) {
    const before = schema.categoryCount(feature)
    if (typeof value !== 'string' && !Number.isFinite(value)) {
      throw new SnapshotError('a category must be a string or a number', value)
    }
    if (schema.addCategory('Schema', feature, value as string | number) !== before) {
      throw new SnapshotError('categories must not come twice', value)
    }
  }
}

import type { Rules } from '../options/rules.js'

/** What a feature may be given as; `null` and `undefined` are missing. */
export type FeatureValue = number | string | boolean | null | undefined
/** One event: feature names and values. */
export type Features = Readonly<Record<string, FeatureValue>>
/** What a category may be: booleans count as the numbers 0 and 1. */
export type Category = string | number

/** How a feature's values are to be read. */
export type FeatureKind = 'number' | 'category'

export interface SchemaOptions {
  /** How many feature names may be met; an event that brings one more is refused. */
  readonly maxFeatures: number
  /** How many categories one feature may have. */
  readonly maxCategories: number
  /** How many classes a classifier may meet. */
  readonly maxLabels: number
}

export const schemaRules: Rules<SchemaOptions> = {
  maxFeatures: { kind: 'integer', default: 65_536, atLeast: 1, atMost: 16_777_216 },
  maxCategories: { kind: 'integer', default: 65_536, atLeast: 1, atMost: 16_777_216 },
  maxLabels: { kind: 'integer', default: 65_536, atLeast: 1, atMost: 16_777_216 },
}

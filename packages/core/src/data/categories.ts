import type { Category, FeatureKind } from './features.js'
import { compareValues } from './labels.js'

/** The categories of a feature, with their codes. */
export interface Categories {
  readonly values: Category[]
  readonly codes: Map<Category, number>
  /** The codes in the order of the categories, while it is known. */
  order?: Int32Array | undefined
  isText?: boolean
}

export function startOf(kind: FeatureKind): Categories | null {
  return kind === 'category' ? { values: [], codes: new Map() } : null
}

/** The codes in the order of the categories. */
export function inOrder(categories: Categories): Int32Array {
  const { values } = categories
  categories.order ??= Int32Array.from(values.keys()).sort((a, b) => {
    return compareValues(values[a], values[b])
  })
  return categories.order
}

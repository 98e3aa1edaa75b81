import { NO_INTS } from '../memory/none.js'
import type { Category, FeatureKind } from './features.js'
import { compareValues } from './labels.js'

export const NOT_A_CATEGORY =
  'has had numbers so far, and is no category (nominalAttributes declares one)'

/** The categories of a feature, with their codes. */
export interface Categories {
  readonly values: Category[]
  readonly codes: Map<Category, number>
  /** The codes in the order of the categories, while it is known. */
  order?: Int32Array | undefined
  isText?: boolean
}

export function startOf(kind: FeatureKind, isUnread = false): Categories | null {
  if (kind !== 'category') return null
  return isUnread ? unread() : { values: [], codes: new Map() }
}

function unread(): Categories {
  return { values: [], codes: new OneCode() }
}

/** Every category has the code 0, and none is kept. */
class OneCode extends Map<Category, number> {
  override get(value: Category): number | undefined {
    return typeof value === 'string' || Number.isFinite(value) ? 0 : undefined
  }
}

/** Those without a category so far; the others keep the codes they have given. */
export function leaveUnread(
  list: (Categories | null | undefined)[],
  isUnread: (feature: number) => boolean,
): void {
  for (let feature = 0; feature < list.length; feature++) {
    if (list[feature]?.values.length === 0 && isUnread(feature)) list[feature] = unread()
  }
}

/** The codes in the order of the categories. */
export function inOrder(categories: Categories | null | undefined): Int32Array {
  if (!categories) return NO_INTS
  const { values } = categories
  categories.order ??= Int32Array.from(values.keys()).sort((a, b) => {
    return compareValues(values[a], values[b])
  })
  return categories.order
}

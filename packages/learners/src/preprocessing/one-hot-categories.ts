import { type Category, type Given, InvalidOptionError } from '@coelho/core'
import { asCategory, type ByFeature, entriesOf } from './given-categories.js'

interface Categories {
  readonly categories: ByFeature<Iterable<string | number | boolean>> | null
}

export type OwnCategories = ReadonlyMap<string, readonly (Category | boolean)[]>

/** A boolean as rows hold it. */
export function plain(value: Category | boolean): Category {
  return typeof value === 'boolean' ? Number(value) : value
}

/** A value as River names it. */
export function print(value: Category | boolean | null): string {
  if (value === null) return 'None'
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}

/** Sets and lists become lists of their own, which a snapshot can hold. */
export function ownCategories(given: Given<Categories>): Given<Categories> {
  const { categories } = given ?? {}
  if (categories === undefined || categories === null) return given
  const own = new Map<string, (Category | boolean)[]>()
  for (const [name, values] of entriesOf('OneHotEncoder', 'categories', categories)) {
    if (typeof values !== 'object' || !(Symbol.iterator in values)) {
      const expected = 'must hold a list or a Set for each feature'
      throw new InvalidOptionError('OneHotEncoder', 'categories', expected, values)
    }
    const list = [...values]
    for (const value of list) asCategory('OneHotEncoder', 'categories', value)
    own.set(name, [...new Set(list)])
  }
  return { ...given, categories: own }
}

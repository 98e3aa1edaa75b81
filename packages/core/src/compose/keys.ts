import type { Given } from '../base/estimator.js'

/** True if options are given instead of a list: a clone or a snapshot does so. */
export function isGiven<Options>(given: readonly unknown[]): given is readonly [Options] {
  return given.length === 1 && typeof given[0] === 'object' && given[0] !== null
}

/** The options of a step that is given names one by one. */
export function keysOf<Options extends { readonly keys: readonly string[] }>(
  keys: readonly string[] | readonly [Given<Options>],
): Given<Options> {
  return isGiven<Given<Options>>(keys) ? keys[0] : ({ keys } as unknown as Given<Options>)
}

/** A name as code. */
export function quoted(name: string): string {
  return /['\\\p{Cc}]/u.test(name) ? JSON.stringify(name) : `'${name}'`
}

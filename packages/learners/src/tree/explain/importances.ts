import type { Schema } from '@coelho/core'
import type { Insight } from './insight.js'

/** What is asked of a tree to tell how much its features count. */
interface Grown {
  readonly insight: Insight
  readonly schema: Schema
}

/** How much each feature has helped a tree; all together 1, the most important first. */
export function importancesOf({ insight, schema }: Grown): Map<string, number> {
  const { gains } = insight
  const sums = new Map<string, number>()
  for (let feature = 0; feature < gains.length; feature++) {
    if (gains[feature] > 0) sums.set(schema.name(feature), gains[feature])
  }
  return asShares(sums)
}

/** Those of several trees together: each that was ever split counts alike. */
export function sharedImportances(trees: readonly Map<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const tree of trees) {
    for (const [name, share] of tree) sums.set(name, (sums.get(name) ?? 0) + share)
  }
  return asShares(sums)
}

function asShares(sums: ReadonlyMap<string, number>): Map<string, number> {
  const parts = [...sums].sort(([, a], [, b]) => b - a)
  const largest = parts.length > 0 ? parts[0][1] : 1
  let total = 0 // as a multiple of the largest: their sum might be infinite
  for (const [, part] of parts) total += part / largest
  return new Map(parts.map(([name, part]) => [name, part / largest / total]))
}

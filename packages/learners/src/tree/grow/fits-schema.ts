import type { Labels, Schema } from '@coelho/core'
import { ClassLeaf } from '../leaf/class-leaf.js'

/** True for a leaf of a classification tree that knows only what its schema and labels know. */
export function isLeafOf(leaf: unknown, schema: Schema, labels: Labels): boolean {
  if (!(leaf instanceof ClassLeaf)) return false
  const { classes, numeric, nominal, columns, features, featureCount } = leaf
  const inside = (codes: Int32Array, count: number, limit: number) =>
    codes.subarray(0, count).every((code) => code >= 0 && code < limit)
  const areOf = (kind: string, { features, count }: { features: Int32Array; count: number }) =>
    inside(features, count, schema.size) &&
    features.subarray(0, count).every((feature) => schema.kind(feature) === kind)
  return (
    inside(classes.codes, classes.count, labels.size) &&
    inside(features, featureCount, schema.size) &&
    areOf('number', numeric) &&
    (!columns || areOf('number', columns)) &&
    areOf('category', nominal)
  )
}

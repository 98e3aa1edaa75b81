import { nextStamp, type Row, Schema } from '@coelho/core'

/** A schema of the features `0`, `1`, `2`, …, with the limits of another one where they suffice. */
export function addComponents(like: Schema, count: number): Schema {
  const maxFeatures = Math.max(count, like.options.maxFeatures)
  const schema = new Schema({ ...like.options, maxFeatures })
  for (let i = 0; i < count; i++) schema.add('Schema', String(i), 'number')
  schema.commit()
  return schema
}

/** By number of components the stamp of rows that have just those. */
const STAMPS: Map<number, number> = /* @__PURE__ */ new Map()

/** Lays out a row of so many components, all 0. */
export function layComponents(count: number, out: Row): void {
  let stamp = STAMPS.get(count)
  if (stamp === undefined) {
    stamp = nextStamp()
    STAMPS.set(count, stamp)
  }
  if (out.stamp !== stamp) {
    out.clear()
    for (let i = 0; i < count; i++) out.put(i, 0)
    out.seal(count)
    out.stamp = stamp
  } else out.values.fill(0, 0, count)
}

/** Each component is the sum of the features times their weights; a row of weights a feature. */
export function transformDense(
  row: Row,
  weights: Float64Array,
  components: number,
  out: Row,
): void {
  layComponents(components, out)
  const { indices, values, count } = row
  const to = out.values
  for (let k = 0; k < count; k++) {
    const x = values[indices[k]]
    const base = indices[k] * components
    for (let i = 0; i < components; i++) to[i] += weights[base + i] * x
  }
}

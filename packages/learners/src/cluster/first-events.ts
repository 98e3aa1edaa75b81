import { growFloats, NO_FLOATS, type Row, relayout, SnapshotError } from '@coelho/core'

/** The first events of a stream, kept until there are enough of them. */
export class FirstEvents {
  static readonly id = 'cluster.FirstEvents'
  static readonly state = ['count', 'features', 'stride', 'values', 'weights'] as const

  count = 0
  features = 0
  stride = 2
  /** By event and feature; NaN where it is absent. */
  values: Float64Array = NO_FLOATS
  weights: Float64Array = NO_FLOATS

  add(row: Row, weight: number): void {
    if (row.width > this.stride) this.widen(row.width)
    if (row.width > this.features) this.features = row.width
    const { stride, count } = this
    this.values = growFloats(this.values, (count + 1) * stride, NaN)
    this.weights = growFloats(this.weights, count + 1)
    this.values.fill(NaN, count * stride, (count + 1) * stride)
    for (let k = 0; k < row.count; k++) {
      this.values[count * stride + row.indices[k]] = row.values[row.indices[k]]
    }
    this.weights[count] = weight
    this.count = count + 1
  }

  /** The square of the distance of two events; what is absent counts as 0. */
  squareBetween(a: number, b: number): number {
    const { values, features, stride } = this
    let square = 0
    for (let feature = 0; feature < features; feature++) {
      const ofA = values[a * stride + feature]
      const ofB = values[b * stride + feature]
      const apart = (ofA === ofA ? ofA : 0) - (ofB === ofB ? ofB : 0)
      square += apart * apart
    }
    return square
  }

  toRow(event: number, row: Row): void {
    row.clear()
    for (let feature = 0; feature < this.features; feature++) {
      const value = this.values[event * this.stride + feature]
      if (value === value) row.put(feature, value)
    }
    row.seal(this.features)
  }

  clear(): void {
    this.count = 0
    this.values = NO_FLOATS
    this.weights = NO_FLOATS
  }

  private widen(width: number): void {
    const { stride, count } = this
    const wider = Math.max(width, 2 * stride)
    this.values = relayout(this.values, count, stride, count, wider)
    for (let i = 0; i < count; i++) this.values.fill(NaN, i * wider + stride, (i + 1) * wider)
    this.stride = wider
  }

  check(width: number, most: number): void {
    const { count, features, stride, values, weights } = this
    const sizes = [count, features, stride].every((n) => Number.isSafeInteger(n) && n >= 0)
    const fits = features <= stride && features <= width && count <= most && stride >= 2
    const roomy = values.length >= count * stride && weights.length >= count
    const weigh = weights.every((weight) => weight >= 0 && weight < Infinity)
    if (
      !sizes ||
      !fits ||
      !roomy ||
      !weigh ||
      values.some((value) => Math.abs(value) === Infinity)
    ) {
      throw new SnapshotError('the first events must have values and weights')
    }
  }
}

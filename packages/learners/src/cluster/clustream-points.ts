import { growFloats, NO_FLOATS, type Row, relayout, SnapshotError } from '@coelho/core'
import type { Points } from '../spatial/points.js'

/** Places to begin with. */
const FIRST_STRIDE = 2

/** Micro-clusters that know mean and variance of their events, and of the times these came. */
export class TimedPoints implements Points {
  static readonly id = 'cluster.TimedPoints'
  static readonly state = [
    'count',
    'features',
    'stride',
    'seen',
    'times',
    'timeSquares',
    'centres',
    'weights',
    'squares',
  ] as const

  count = 0
  features = 0
  stride: number = FIRST_STRIDE
  // By slot: the weight of its events, mean and sum of squares of the times at which they came.
  seen: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS
  timeSquares: Float64Array = NO_FLOATS
  // By slot and feature: the mean (0 where there is none), the weight, the sum of squares.
  centres: Float64Array = NO_FLOATS
  weights: Float64Array = NO_FLOATS
  squares: Float64Array = NO_FLOATS

  /** Makes room for the features of a schema. */
  widen(features: number): void {
    if (features > this.stride) {
      const { stride, count } = this
      const wider = Math.max(features, 2 * stride)
      this.centres = relayout(this.centres, count, stride, count, wider)
      this.weights = relayout(this.weights, count, stride, count, wider)
      this.squares = relayout(this.squares, count, stride, count, wider)
      this.stride = wider
    }
    if (features > this.features) this.features = features
  }

  /** Adds a micro-cluster that has seen nothing; gives its slot, the last one. */
  add(): number {
    const slot = this.count++
    const end = this.count * this.stride
    this.seen = growFloats(this.seen, this.count)
    this.times = growFloats(this.times, this.count)
    this.timeSquares = growFloats(this.timeSquares, this.count)
    this.centres = growFloats(this.centres, end)
    this.weights = growFloats(this.weights, end)
    this.squares = growFloats(this.squares, end)
    return slot
  }

  clear(slot: number): void {
    const { stride, centres, weights, squares } = this
    this.seen[slot] = 0
    this.times[slot] = 0
    this.timeSquares[slot] = 0
    const end = (slot + 1) * stride
    centres.fill(0, slot * stride, end)
    weights.fill(0, slot * stride, end)
    squares.fill(0, slot * stride, end)
  }

  learn(slot: number, row: Row, weight: number, time: number): void {
    const { centres, weights, squares } = this
    const { indices, values, count } = row
    push(this.seen, this.times, this.timeSquares, slot, time, weight)
    const base = slot * this.stride
    for (let k = 0; k < count; k++) {
      push(weights, centres, squares, base + indices[k], values[indices[k]], weight)
    }
  }

  /** Adds another one; of its features only those that both have. */
  merge(slot: number, other: number): void {
    const { stride, features, centres, weights, squares } = this
    pour(this.seen, this.times, this.timeSquares, slot, other)
    for (let feature = 0; feature < features; feature++) {
      const to = slot * stride + feature
      const from = other * stride + feature
      // River: what only the other one has is forgotten.
      if (weights[to] > 0 && weights[from] > 0) pour(weights, centres, squares, to, from)
    }
  }

  /** The mean of the standard deviations of its features. */
  deviation(slot: number): number {
    const { stride, features, weights, squares } = this
    let sum = 0
    let known = 0
    for (let feature = 0, at = slot * stride; feature < features; feature++, at++) {
      if (weights[at] === 0) continue
      known++
      if (weights[at] > 1) sum += Math.sqrt(squares[at] / (weights[at] - 1))
    }
    return known > 0 ? sum / known : Infinity
  }

  /** About when the newest of its events came, as many as there are micro-clusters at most. */
  relevance(slot: number, newest: number): number {
    const weight = this.seen[slot]
    const mean = this.times[slot]
    if (weight < 2 * newest) return mean
    const deviation = weight > 1 ? Math.sqrt(this.timeSquares[slot] / (weight - 1)) : 0
    return mean + deviation * Math.SQRT2 * inverseError(newest / weight - 1)
  }

  /** A centre as a row. */
  toRow(slot: number, row: Row): void {
    row.clear()
    const { stride, features, centres, weights } = this
    for (let feature = 0, at = slot * stride; feature < features; feature++, at++) {
      if (weights[at] > 0) row.put(feature, centres[at])
    }
    row.seal(features)
  }

  check(width: number): void {
    const { count, features, stride, centres, weights, squares } = this
    const { seen, times, timeSquares } = this
    const sizes = [count, features, stride].every((n) => Number.isSafeInteger(n) && n >= 0)
    const fits = features <= stride && features <= width && stride >= FIRST_STRIDE
    const roomy = [centres, weights, squares].every((table) => table.length >= count * stride)
    const timed = [seen, times, timeSquares].every((list) => list.length >= count)
    if (!sizes || !fits || !roomy || !timed) {
      throw new SnapshotError('micro-clusters must have arrays of their number')
    }
    for (let slot = 0; slot < count; slot++) {
      const weighs = seen[slot] > 0 && seen[slot] < Infinity
      if (weighs && Number.isFinite(times[slot]) && timeSquares[slot] >= 0) continue
      throw new SnapshotError('a micro-cluster must have a weight and times', slot)
    }
    const known = weights.every((weight) => weight >= 0) && squares.every((sum) => sum >= 0)
    if (!known || !centres.every((value) => value === value)) {
      throw new SnapshotError('the centres of micro-clusters must be numbers')
    }
  }
}

/** A value more, by Welford's method. */
function push(
  weights: Float64Array,
  means: Float64Array,
  squares: Float64Array,
  at: number,
  value: number,
  weight: number,
): void {
  const total = weights[at] + weight
  const before = means[at]
  const mean = before + (weight / total) * (value - before)
  weights[at] = total
  means[at] = mean
  squares[at] += weight * (value - before) * (value - mean)
}

/** All values of another place more. */
function pour(
  weights: Float64Array,
  means: Float64Array,
  squares: Float64Array,
  to: number,
  from: number,
): void {
  const total = weights[to] + weights[from]
  const apart = means[to] - means[from]
  squares[to] += squares[from] + apart * apart * ((weights[to] * weights[from]) / total)
  means[to] = (weights[to] * means[to] + weights[from] * means[from]) / total
  weights[to] = total
}

/** The first terms of the series of the inverse error function. */
function inverseError(x: number): number {
  const z = Math.sqrt(Math.PI) * x
  const square = z * z
  let power = square * z
  let sum = x / 2 + power / 24
  power *= square
  sum += (7 / 960) * power
  power *= square
  sum += (127 * power) / 80640
  power *= square
  sum += (4369 * power) / 11612160
  power *= square
  sum += (34807 * power) / 364953600
  power *= square
  return sum + (20036983 * power) / 797058662400
}

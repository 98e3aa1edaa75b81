import { addValue, variance } from '../tree/leaf/moments.js'

/** An error on the scale of those of its tree: three standard deviations below 0 to above. */
export function scaled(errors: Float64Array, error: number): number {
  if (!Number.isFinite(error)) return 0.5
  addValue(errors, 0, error, 1)
  const deviation = Math.sqrt(variance(errors, 0))
  const known = errors[0] > 1 && deviation > 0 && deviation < Infinity
  return known ? (error + 3 * deviation) / (6 * deviation) : 0.5
}

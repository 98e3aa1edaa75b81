/** Below this share of the largest variance nothing is left: the distribution is flat there. */
const FLAT = 2.22e-10

/**
 * The lower triangle L with L Lᵗ = the covariance matrix, row after row. Directions without
 * variance get a column of zeros if that is allowed, else there is no result.
 */
export function cholesky(
  matrix: Float64Array,
  size: number,
  allowFlat: boolean,
): Float64Array | undefined {
  const lower = new Float64Array(size * size)
  let largest = 0
  for (let i = 0; i < size; i++) largest = Math.max(largest, matrix[i * size + i])
  for (let j = 0; j < size; j++) {
    const pivot = rest(matrix, lower, size, j, j)
    const flat = !(pivot > FLAT * largest)
    if (flat && !allowFlat) return undefined
    if (flat) continue
    const root = Math.sqrt(pivot)
    lower[j * size + j] = root
    for (let i = j + 1; i < size; i++) {
      lower[i * size + j] = rest(matrix, lower, size, i, j) / root
    }
  }
  return lower
}

function rest(
  matrix: Float64Array,
  lower: Float64Array,
  size: number,
  i: number,
  j: number,
): number {
  let left = matrix[i * size + j]
  for (let k = 0; k < j; k++) left -= lower[i * size + k] * lower[j * size + k]
  return left
}

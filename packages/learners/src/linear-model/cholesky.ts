/**
 * The factor L of a symmetric matrix A = L Lᵀ, a row of `width` numbers for each of the first
 * `size`; only A's lower half is read. A row that says nothing of its own becomes 0.
 */
export function cholesky(a: Float64Array, size: number, width: number): Float64Array {
  const l = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * width + j]
      for (let k = 0; k < j; k++) rest -= l[i * size + k] * l[j * size + k]
      const pivot = l[j * size + j]
      if (i === j) l[i * size + j] = rest > 0 ? Math.sqrt(rest) : 0
      else l[i * size + j] = pivot > 0 ? rest / pivot : 0
    }
  }
  return l
}

/** Solves L z = b in place. */
export function solveLower(l: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let rest = b[i]
    for (let k = 0; k < i; k++) rest -= l[i * size + k] * b[k]
    const pivot = l[i * size + i]
    b[i] = pivot > 0 ? rest / pivot : 0
  }
}

/** Solves Lᵀ z = b in place. */
export function solveUpper(l: Float64Array, size: number, b: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    let rest = b[i]
    for (let k = i + 1; k < size; k++) rest -= l[k * size + i] * b[k]
    const pivot = l[i * size + i]
    b[i] = pivot > 0 ? rest / pivot : 0
  }
}

/** The inverse of a symmetric matrix, of which the first `size` rows are read. */
export function inverse(a: Float64Array, size: number, width: number): Float64Array {
  const l = cholesky(a, size, width)
  const result = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const column = result.subarray(i * size, (i + 1) * size)
    column[i] = 1
    solveLower(l, size, column)
    solveUpper(l, size, column)
  }
  return result
}

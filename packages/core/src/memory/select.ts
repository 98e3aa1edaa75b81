/** Hardly ever needed: numbers that come in an order made to be slow are sorted. */
const MOST_ROUNDS = 64

/**
 * Puts the numbers from `first` to `last` in such an order that `rank` has what it would have
 * were they sorted, smaller ones (or equal) before it and larger ones (or equal) behind.
 */
export function select(numbers: Float64Array, rank: number, first: number, last: number): void {
  let from = first
  let to = last
  for (let round = 0; from < to; round++) {
    if (round === MOST_ROUNDS) {
      numbers.subarray(from, to + 1).sort()
      return
    }
    const pivot = middle(numbers[from], numbers[(from + to) >> 1], numbers[to])
    let i = from
    let j = to
    while (i <= j) {
      while (numbers[i] < pivot) i++
      while (numbers[j] > pivot) j--
      if (i > j) break
      const number = numbers[i]
      numbers[i++] = numbers[j]
      numbers[j--] = number
    }
    if (rank <= j) to = j
    else if (rank >= i) from = i
    else return
  }
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

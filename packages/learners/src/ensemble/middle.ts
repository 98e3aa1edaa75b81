/** The median of some numbers, which it puts in order. */
export function middle(numbers: Float64Array): number {
  for (let k = 1; k < numbers.length; k++) {
    const number = numbers[k]
    let at = k
    for (; at > 0 && numbers[at - 1] > number; at--) numbers[at] = numbers[at - 1]
    numbers[at] = number
  }
  const half = numbers.length >> 1
  return numbers.length % 2 === 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2
}

/** The mean of numbers, each of which counts by its weight. */
export function weightedMean(numbers: Float64Array, weights: Float64Array): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < numbers.length; i++) {
    sum += weights[i] * numbers[i]
    total += weights[i]
  }
  return sum / total
}

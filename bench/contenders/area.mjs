/**
 * How likely an event of label 1 has a higher score than one of label 0; equal scores count a half.
 * Scores are compared to ten digits: what differs by less differs by the order of additions.
 */
export function areaOf(scores, codes) {
  const rounded = Float64Array.from(scores, (score) => Number(score.toPrecision(10)))
  const order = Uint32Array.from(rounded.keys()).sort((a, b) => rounded[a] - rounded[b])
  let positives = 0
  let sum = 0
  for (let first = 0, end = 0; first < order.length; first = end) {
    const before = positives
    for (; end < order.length && rounded[order[end]] === rounded[order[first]]; end++) {
      positives += codes[order[end]]
    }
    sum += (positives - before) * ((first + 1 + end) / 2)
  }
  const negatives = order.length - positives
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

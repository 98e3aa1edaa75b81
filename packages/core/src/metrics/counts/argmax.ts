/**
 * The first of the likeliest labels; undefined of none.
 *
 * @example
 * argmax(new Map([['spam', 0.9], ['ham', 0.1]])) // => 'spam'
 */
export function argmax<L>(probabilities: ReadonlyMap<L, number>): L | undefined {
  let best: L | undefined
  let most = -Infinity
  for (const [label, probability] of probabilities) {
    if (!(probability > most)) continue
    most = probability
    best = label
  }
  return best
}

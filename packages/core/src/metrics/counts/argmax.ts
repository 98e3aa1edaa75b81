/** The first of the likeliest labels; undefined of none. */
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

/** What a Gaussian naive Bayes works out of its tables to score events. */
export interface Workings {
  /** Per class 1 if what follows is up to date. */
  readonly fresh: Uint8Array
  /** 1 / (2 variance), in the layout of the tables; 0 where there is no variance yet. */
  readonly narrowness: Float64Array
  /** Per class the logarithm of its weight times the peaks of its densities. */
  readonly offsets: Float64Array
  /** Per class how far below its peak the log density of any feature is clear of the floor. */
  readonly reach: Float64Array
  /** Per class the narrowness of a feature for which `reach` was worked out. */
  readonly bounds: Float64Array
}

/** Nothing worked out yet, with room for so many classes and features. */
export function workingsFor(rows: number, width: number): Workings {
  return {
    fresh: new Uint8Array(rows),
    narrowness: new Float64Array(rows * width),
    offsets: new Float64Array(rows),
    reach: new Float64Array(rows),
    bounds: new Float64Array(rows).fill(Infinity),
  }
}

/** The first of the highest scores if the next one is lower by more than the margin, or -1. */
export function clearWinner(scores: Float64Array, count: number, margin: number): number {
  let best = -1
  let highest = -Infinity
  let second = -Infinity
  for (let label = 0; label < count; label++) {
    const score = scores[label]
    if (score > highest) {
      second = highest
      highest = score
      best = label
    } else if (score > second) second = score
  }
  return highest - second > margin ? best : -1
}

/** Weights, means and sums of squared distances from the mean, each by slot. */
export type Moments = readonly [seen: Float64Array, mean: Float64Array, spread: Float64Array]

/** Adds what was seen in a slot of other tables to a slot of these. */
export function pool(
  [seen, mean, spread]: Moments,
  to: number,
  [otherSeen, otherMean, otherSpread]: Moments,
  from: number,
): void {
  const added = otherSeen[from]
  if (added === 0) return
  const share = added / (seen[to] + added)
  const apart = otherMean[from] - mean[to]
  spread[to] += otherSpread[from] + apart * apart * seen[to] * share
  mean[to] += apart * share
  seen[to] += added
}

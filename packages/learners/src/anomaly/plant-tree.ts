import type { random } from '@coelho/core'
import type { Space } from './limits.js'

/** The share of a side that is kept clear of splits at both of its ends. */
const PADDING = 0.15

/**
 * Draws a tree of half-spaces into arrays by node, where node n has the children 2n + 1 and
 * 2n + 2. A feature is the likelier to be split the wider its side of the space.
 */
export function plantTree(
  space: Space,
  height: number,
  rng: random.Random,
  features: Int32Array,
  thresholds: Float64Array,
): void {
  if (height > 0) plantBranch(space, height, rng, features, thresholds, 0)
}

function plantBranch(
  space: Space,
  height: number,
  rng: random.Random,
  features: Int32Array,
  thresholds: Float64Array,
  node: number,
): void {
  const { lows, highs } = space
  const side = chooseSide(space, rng)
  const low = lows[side]
  const high = highs[side]
  const from = low + PADDING * (high - low)
  const to = high - PADDING * (high - low)
  const threshold = from + (to - from) * rng.random()
  features[node] = space.features[side]
  thresholds[node] = threshold
  if (height === 1) return
  highs[side] = threshold
  plantBranch(space, height - 1, rng, features, thresholds, 2 * node + 1)
  highs[side] = high
  lows[side] = threshold
  plantBranch(space, height - 1, rng, features, thresholds, 2 * node + 2)
  lows[side] = low
}

/** One draw: the first side whose width, added to those before it, exceeds it. */
function chooseSide({ lows, highs }: Space, rng: random.Random): number {
  const last = lows.length - 1
  let total = 0
  for (let side = 0; side <= last; side++) total += highs[side] - lows[side]
  const at = rng.random() * total
  let below = 0
  for (let side = 0; side < last; side++) {
    below += highs[side] - lows[side]
    if (at < below) return side
  }
  return last
}

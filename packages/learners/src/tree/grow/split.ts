import { LEAF } from './nodes.js'

/** A split that was found; `feature` is -1 and `kind` LEAF where not splitting came out best. */
export interface Split {
  readonly merit: number
  readonly feature: number
  readonly kind: number
  /** The threshold, the category code of a binary nominal split, or the width of a slot. */
  readonly test: number
}

export const NO_SPLIT: Split = { merit: -Infinity, feature: -1, kind: LEAF, test: 0 }

/** The best and the second best; of equals the one that came last is the better. */
export function bestTwo<S extends Split>(found: readonly S[]): [S | undefined, S | undefined] {
  let best: S | undefined
  let second: S | undefined
  for (const split of found) {
    if (!best || split.merit >= best.merit) {
      second = best
      best = split
    } else if (!second || split.merit >= second.merit) second = split
  }
  return [best, second]
}

/** How often a failing check is run again in search of fewer events. */
const MOST_RUNS = 80

/**
 * The fewest events found that still fail: first the shortest beginning, then pieces are left
 * out, large ones first.
 */
export function shrink<T>(
  events: readonly T[],
  fails: (events: readonly T[]) => boolean,
): readonly T[] {
  let runs = 0
  const stillFails = (some: readonly T[]): boolean => runs++ < MOST_RUNS && fails(some)
  let kept = events
  for (let length = 0; length < kept.length; length = Math.max(1, length * 2)) {
    if (!stillFails(kept.slice(0, length))) continue
    kept = kept.slice(0, length)
    break
  }
  for (let size = kept.length >> 1; size >= 1; size >>= 1) {
    for (let at = kept.length - size; at >= 0; at -= size) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)]
      if (stillFails(fewer)) kept = fewer
    }
  }
  return kept
}

import type { Label } from '../data/labels.js'
import { SnapshotError } from '../errors.js'
import { isLabel } from './check-value.js'

/** The label that was counted most often, the first one of several; undefined if there is none. */
export function mostFrequent(counts: ReadonlyMap<Label, number>): Label | undefined {
  let best: Label | undefined
  let most = 0
  for (const [label, count] of counts) {
    if (count > most) {
      most = count
      best = label
    }
  }
  return best
}

/** The sum of the counts, once they are seen to be counts of labels. */
export function checkCounts(counts: unknown): number {
  if (!(counts instanceof Map)) throw new SnapshotError('counts must be a map')
  let total = 0
  for (const [label, count] of counts) {
    if (!isLabel(label) || !Number.isSafeInteger(count) || count < 1) {
      throw new SnapshotError('a count must be a whole number above 0, of a label', count)
    }
    total += count
  }
  return total
}

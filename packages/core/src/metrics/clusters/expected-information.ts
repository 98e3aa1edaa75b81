import { log } from '../../math/log.js'
import type { Counts } from '../counts/counts.js'

/** Counts less likely than this, as a share of the likeliest, change no digit of the sum. */
const NEGLIGIBLE = 1e-25

/**
 * The mutual information that two labellings with these class sizes have by mere chance: over
 * each pair of classes, the mean over how many events they could share, which has a
 * hypergeometric distribution. Its weights follow one from the other, going down from the
 * likeliest on both sides, so that no factorial is needed.
 */
export function expectedInformation(counts: Counts): number {
  const total = counts.weight
  let sum = 0
  for (let row = 0; row < counts.size; row++) {
    const a = counts.trueWeight(row)
    if (a === 0) continue
    for (let col = 0; col < counts.size; col++) {
      const b = counts.predictedWeight(col)
      if (b > 0) sum += expectedCell(total, a, b)
    }
  }
  return sum
}

/** The mean of (n / total) ln(total n / (a b)) over how many events n the classes share. */
function expectedCell(total: number, a: number, b: number): number {
  const least = Math.max(0, a + b - total)
  const most = Math.min(a, b)
  const mode = Math.floor(((a + 1) * (b + 1)) / (total + 2))
  const start = Math.min(most, Math.max(least, mode))
  const logs = log(total) - log(a) - log(b)
  const term = (n: number) => (n > 0 ? (n / total) * (logs + log(n)) : 0)
  let weights = 1
  let sum = term(start)
  for (let n = start + 1, w = 1; n <= most && w > NEGLIGIBLE; n++) {
    w *= ((a - n + 1) * (b - n + 1)) / (n * (total - a - b + n))
    weights += w
    sum += w * term(n)
  }
  for (let n = start - 1, w = 1; n >= least && w > NEGLIGIBLE; n--) {
    w *= ((n + 1) * (total - a - b + n + 1)) / ((a - n) * (b - n))
    weights += w
    sum += w * term(n)
  }
  return sum / weights
}

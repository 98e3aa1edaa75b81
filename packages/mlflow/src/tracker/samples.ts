import type { Learning } from '@coelho/runtime'
import { sampleOf, type Values } from './sample.js'

/** More of them between two checkpoints are no clearer. */
const MOST = 1000

/** What metrics said after some event. */
export interface Sample {
  readonly step: number
  readonly timestamp: number
  readonly values: Values
  /** By what contestants are compared: one value of each, by its name. */
  readonly standings: Values
}

interface Waiting extends Sample {
  readonly of: Learning
}

/**
 * Samples that wait for a checkpoint: what was learned after the last one may be given up, and
 * learned again by another process, in another order.
 */
export class Samples {
  private readonly bestBy: string
  private waiting: Waiting[] = []

  constructor(bestBy: string) {
    this.bestBy = bestBy
  }

  take(learning: Learning): void {
    this.waiting.push({ ...sampleNow(learning, this.bestBy), of: learning })
    if (this.waiting.length > MOST) this.waiting = this.waiting.filter((_, i) => i % 2 === 1)
  }

  /** Those that a checkpoint of so many events holds; what it was not taken of is forgotten. */
  heldBy(learning: Learning, events: number): Sample[] {
    const own = this.waiting.filter((one) => one.of === learning)
    this.waiting = own.filter(({ step }) => step > events)
    return own.filter(({ step }) => step <= events)
  }
}

export function sampleNow(learning: Learning, bestBy: string): Sample {
  const standings = learning.contestants.flatMap((one): Values => {
    const value = one.valueOf(bestBy)
    return value === undefined ? [] : [[one.name, value]]
  })
  const at = { step: learning.counts.events, timestamp: Date.now() }
  return { ...at, values: sampleOf(learning), standings }
}

import { SnapshotError } from '../../errors.js'
import type { Named } from './counts.js'

/** One that shares a matrix: a metric. */
export interface Sharer extends Named {
  /** How many events it was brought; `Turns` counts them. */
  brought: number
}

/**
 * How many events the metrics that share a matrix have brought to it. A metric that was brought
 * fewer is behind: what comes to it next was counted when another one brought it.
 */
export class Turns {
  static readonly id = 'metrics.Turns'
  static readonly state = ['brought'] as const

  private brought = 0

  /** One more that shares the matrix: it starts level with it. */
  join(by: Sharer): void {
    by.brought = this.brought
  }

  /** By how many events a metric is behind. */
  behind(by: Sharer): number {
    return this.brought - by.brought
  }

  /** A metric that was behind by so many events was brought some more. */
  move(by: Sharer, behind: number, events: number): void {
    const brought = this.brought - behind + events
    by.brought = brought
    if (brought > this.brought) this.brought = brought
  }

  /** Throws if a metric cannot have been brought that many. */
  checkSharer({ brought }: Sharer): void {
    if (isCount(brought) && brought <= this.brought) return
    throw new SnapshotError('a metric must not be ahead of its confusion matrix', brought)
  }

  checkState(): void {
    if (isCount(this.brought)) return
    throw new SnapshotError('a confusion matrix must know how much was brought to it', this.brought)
  }
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}

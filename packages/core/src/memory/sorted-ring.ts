import { SnapshotError } from '../errors.js'
import { RankTree } from './rank-tree.js'

/** The last so many numbers, in order of size: O(log size) for a new one and for any rank. */
export class SortedRing {
  static readonly id = 'memory.SortedRing'
  static readonly state = ['tree', 'oldest'] as const
  static readonly parts: readonly unknown[] = [RankTree]

  private readonly tree: RankTree = new RankTree()
  private oldest = 0 // its place; the slot of the tree is one more

  get count(): number {
    return this.tree.count
  }

  /** Takes a number in; once there are `size`, the oldest goes. */
  push(x: number, size: number): void {
    if (this.tree.count < size) this.tree.add(x, 0)
    else {
      this.tree.replace(this.oldest + 1, x)
      this.oldest = (this.oldest + 1) % size
    }
  }

  /** The number of that rank; the smallest has rank 0. */
  at(rank: number): number {
    return this.tree.at(rank)
  }

  /** What lies below and above the share `q` of the numbers, in proportion. */
  quantile(q: number): number {
    const place = q * (this.tree.count - 1)
    const rank = Math.floor(place)
    const lower = this.tree.at(rank)
    return place === rank ? lower : lower + (place - rank) * (this.tree.at(rank + 1) - lower)
  }

  checkSize(size: number): void {
    const { oldest } = this
    const { count } = this.tree
    const inside = Number.isSafeInteger(oldest) && oldest >= 0 && (oldest === 0 || count === size)
    if (!inside || count > size || oldest >= size) {
      throw new SnapshotError('a window must fit its size')
    }
  }
}

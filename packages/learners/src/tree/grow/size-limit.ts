import type { Nodes } from './nodes.js'

/** A leaf that can be put to rest and woken up again. */
export interface Sleeper {
  readonly active: boolean
  readonly depth: number
  readonly bytes: number
  /** What may still be won by splitting it: the least promising are put to rest first. */
  readonly promise: number
  activate(): void
  deactivate(): void
}

export interface SizeOptions {
  /** In mebibytes. */
  readonly maxSize: number
  readonly stopMemManagement: boolean
  readonly maxDepth: number | null
}

/** Leaf counts and size estimates of a tree, and what follows from its size limit. */
export class SizeLimit {
  static readonly id = 'tree.SizeLimit'
  static readonly state = [
    'activeLeaves',
    'inactiveLeaves',
    'activeBytes',
    'inactiveBytes',
    'overhead',
    'mayGrow',
  ] as const

  activeLeaves = 0
  inactiveLeaves = 0
  /** The mean size of a leaf of either kind, when it was last estimated. */
  private activeBytes = 0
  private inactiveBytes = 0
  /** By how much the whole is larger than its leaves. */
  private overhead = 1
  mayGrow = true

  deactivate(leaf: Sleeper): void {
    leaf.deactivate()
    this.activeLeaves--
    this.inactiveLeaves++
  }

  /** Measures the leaves anew; puts some to rest if the tree is too large. */
  estimate(nodes: Nodes<Sleeper>, options: SizeOptions): void {
    let active = 0
    let inactive = 0
    for (const leaf of nodes.leaves) {
      if (leaf?.active) active += leaf.bytes
      else if (leaf) inactive += leaf.bytes
    }
    if (this.activeLeaves > 0) this.activeBytes = active / this.activeLeaves
    if (this.inactiveLeaves > 0) this.inactiveBytes = inactive / this.inactiveLeaves
    const actual = active + inactive + nodes.bytes
    this.overhead = actual / (active + inactive)
    if (actual > options.maxSize * 2 ** 20) this.enforce(nodes, options)
  }

  private sizeWith(active: number, inactive: number): number {
    return this.overhead * (active * this.activeBytes + inactive * this.inactiveBytes)
  }

  /**
   * Keeps the most promising leaves active, as many as there is room for; wakes those that
   * were put to rest before if there is room for them again.
   */
  enforce(nodes: Nodes<Sleeper>, options: SizeOptions): void {
    const limit = options.maxSize * 2 ** 20
    const tooLarge = this.sizeWith(this.activeLeaves, this.inactiveLeaves) > limit
    if ((this.inactiveLeaves > 0 || tooLarge) && options.stopMemManagement) {
      this.mayGrow = false
      return
    }
    const all = this.activeLeaves + this.inactiveLeaves
    if (this.sizeWith(all, 0) <= limit) {
      if (this.inactiveLeaves > 0) for (const leaf of nodes.leaves) this.wake(leaf, options)
      return
    }
    const leaves = nodes.leaves.filter((leaf) => leaf !== null)
    leaves.sort((a, b) => a.promise - b.promise)
    let active = 0
    while (active < all && this.sizeWith(active + 1, all - active - 1) <= limit) active++
    leaves.forEach((leaf, i) => {
      if (i >= leaves.length - active) this.wake(leaf, options)
      else if (leaf.active) this.deactivate(leaf)
    })
  }

  private wake(leaf: Sleeper | null, { maxDepth }: SizeOptions): void {
    if (!leaf || leaf.active || leaf.depth >= (maxDepth ?? DEEPEST)) return
    leaf.activate()
    this.activeLeaves++
    this.inactiveLeaves--
  }
}

/** River: without `maxDepth` a tree grows as deep as Python's recursion allows. */
export const DEEPEST = 980

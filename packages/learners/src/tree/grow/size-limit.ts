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
  /** With `stopMemManagement`: a leaf at rest is reason enough to grow no more. */
  restStops = true

  deactivate(leaf: Sleeper): void {
    if (leaf.active) leaf.deactivate()
    this.activeLeaves--
    this.inactiveLeaves++
  }

  /** Measures the leaves anew; puts some to rest if all, with the bytes `beside`, is too much. */
  estimate(nodes: Nodes<Sleeper>, options: SizeOptions, beside: number): void {
    let active = 0
    let inactive = 0
    let kept = 0
    const leaves = leavesOf(nodes)
    for (const leaf of leaves) {
      if (leaf.active) active += leaf.bytes
      else inactive += leaf.bytes
    }
    for (let node = 0; node < nodes.count; node++) {
      if (!nodes.isLeaf(node)) kept += nodes.leaves[node]?.bytes ?? 0
    }
    const awake = countActive(leaves)
    if (awake > 0) this.activeBytes = active / awake
    if (leaves.length > awake) this.inactiveBytes = inactive / (leaves.length - awake)
    const actual = active + inactive + kept + nodes.bytes + beside
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
    const isMeasured = this.activeBytes > 0 || this.inactiveBytes > 0
    if (!isMeasured && this.inactiveLeaves === 0) return
    const limit = options.maxSize * 2 ** 20
    const leaves = leavesOf(nodes)
    const awake = countActive(leaves)
    const tooLarge = this.sizeWith(awake, leaves.length - awake) > limit
    if ((this.inactiveLeaves > 0 || tooLarge) && options.stopMemManagement) {
      if (tooLarge || this.restStops) this.mayGrow = false
      return
    }
    let active = leaves.length
    if (this.sizeWith(active, 0) > limit) {
      leaves.sort((a, b) => a.promise - b.promise)
      active = 0
      while (this.sizeWith(active + 1, leaves.length - active - 1) <= limit) active++
    }
    leaves.forEach((leaf, i) => {
      if (i >= leaves.length - active) this.wake(leaf, options)
      else if (leaf.active) this.deactivate(leaf)
    })
  }

  private wake(leaf: Sleeper, { maxDepth }: SizeOptions): void {
    if (leaf.active || leaf.depth >= (maxDepth ?? DEEPEST)) return
    leaf.activate()
    this.activeLeaves++
    this.inactiveLeaves--
  }
}

/** River: without `maxDepth` a tree grows as deep as Python's recursion allows. */
export const DEEPEST = 980

/** The leaves of a tree, and those that stand beside it. */
function leavesOf(nodes: Nodes<Sleeper>): Sleeper[] {
  return nodes.leaves.filter((leaf, node) => leaf !== null && nodes.isLeaf(node)) as Sleeper[]
}

function countActive(leaves: readonly Sleeper[]): number {
  return leaves.reduce((count, leaf) => count + Number(leaf.active), 0)
}

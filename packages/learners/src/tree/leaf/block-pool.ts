/** Of each size so many blocks are kept at most: what one split of a leaf sets free, and more. */
const MOST_BLOCKS = 64
/** Longer blocks are not kept. */
const LONGEST = 1024

/**
 * Blocks of zeros that were in use and are free again: leaves come and go by the thousand, and
 * to ask the engine for an array each time costs more than what is done with it.
 */
export class BlockPool {
  private readonly free: Map<number, Float64Array[]> = new Map()

  take(length: number): Float64Array {
    return this.free.get(length)?.pop() ?? new Float64Array(length)
  }

  /** Nobody else may hold the block any more. */
  give(block: Float64Array): void {
    const { length } = block
    if (length === 0 || length > LONGEST) return
    let blocks = this.free.get(length)
    if (!blocks) {
      blocks = []
      this.free.set(length, blocks)
    }
    if (blocks.length < MOST_BLOCKS) blocks.push(block.fill(0))
  }
}

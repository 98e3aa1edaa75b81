import { createHash } from 'node:crypto'

/** Tells where records go: those of one key to one partition, those without each in turn. */
export class PartitionChooser {
  private readonly count: number
  private turn = 0

  constructor(count: number) {
    this.count = count
  }

  choose(key: Uint8Array | null): number {
    if (this.count === 1) return 0
    if (!key) return this.turn++ % this.count
    return createHash('md5').update(key).digest().readUInt32LE(0) % this.count
  }
}

import { growBytes, growInts, NO_INTS } from '@coelho/core'

/** Micro-clusters that have changed since clusters were last worked out; many count as all. */
export class Touched {
  slots: Int32Array = NO_INTS
  count = 0
  all = true
  private marked: Uint8Array = new Uint8Array(0)

  /** Notes one of so many. */
  mark(slot: number, among: number): void {
    if (this.all) return
    this.marked = growBytes(this.marked, slot + 1)
    if (this.marked[slot] === 1) return
    this.marked[slot] = 1
    this.slots = growInts(this.slots, this.count + 1)
    this.slots[this.count++] = slot
    // To follow so many takes longer than to go through all of them.
    if (4 * this.count > among + 16) this.all = true
  }

  clear(): void {
    this.all = false
    for (let k = 0; k < this.count; k++) this.marked[this.slots[k]] = 0
    this.count = 0
  }
}

import { growBytes } from '@coelho/core'
import { Deadlines } from './deadlines.js'

/** Micro-clusters to be looked at again, each once, the one of the lowest rank first. */
export class Agenda {
  private readonly heap: Deadlines = new Deadlines()
  private waiting: Uint8Array = new Uint8Array(0)

  get isEmpty(): boolean {
    return this.heap.next === Infinity
  }

  add(slot: number, rank: number): void {
    this.waiting = growBytes(this.waiting, slot + 1)
    if (this.waiting[slot] === 1) return
    this.waiting[slot] = 1
    this.heap.add(slot, rank)
  }

  take(): number {
    const slot = this.heap.take()
    this.waiting[slot] = 0
    return slot
  }
}

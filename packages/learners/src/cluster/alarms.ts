import { growFloats, NO_FLOATS } from '@coelho/core'
import { Deadlines } from './deadlines.js'

/** Times at which things may change by themselves, for each thing the first of them. */
export class Alarms {
  private readonly heap: Deadlines = new Deadlines()
  /** By thing: its time, or Infinity. */
  private due: Float64Array = NO_FLOATS

  set(thing: number, time: number): void {
    this.due = growFloats(this.due, thing + 1, Infinity)
    // A later time is set when the earlier one has come.
    if (time >= this.due[thing]) return
    this.due[thing] = time
    this.heap.add(thing, time)
  }

  /** Whether something is due. */
  rings(now: number): boolean {
    return this.heap.next <= now
  }

  /** The thing that is due first, or -1 if what was due was set to an earlier time since. */
  take(): number {
    const time = this.heap.next
    const thing = this.heap.take()
    if (this.due[thing] !== time) return -1
    this.due[thing] = Infinity
    return thing
  }

  clear(): void {
    this.heap.clear()
    this.due.fill(Infinity)
  }
}

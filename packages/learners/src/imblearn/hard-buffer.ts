import {
  growFloats,
  growInts,
  type Label,
  NO_FLOATS,
  NO_INTS,
  Row,
  type Rule,
  random,
  SnapshotError,
} from '@coelho/core'
import { KeptEvent } from './kept-event.js'

/** What is given to keep the hardest events, besides the model and its loss. */
export interface HardSamplingOptions {
  /** How many events are kept. */
  readonly size: number
  /** How likely one of these is learned instead of the event that came. */
  readonly p: number
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

export const HARD_SAMPLING: Readonly<Record<'size' | 'p' | 'loss' | 'seed', Rule>> = {
  size: { kind: 'integer', atLeast: 1, atMost: 16_777_216 },
  p: { kind: 'number', atLeast: 0, atMost: 1 },
  loss: { kind: 'object', default: null, nullable: true },
  seed: { kind: 'any', default: null },
}

/** The model that is taught, and what tells how bad it does. */
export interface Pupil {
  lossOf(row: Row, y: Label): number
  teach(row: Row, y: Label, weight: number): void
}

/** The events with the highest losses, in the order of these. */
export class HardBuffer {
  static readonly id = 'imblearn.HardBuffer'
  static readonly state = ['rng', 'count', 'ranked', 'losses', 'events'] as const
  static readonly parts: readonly unknown[] = [random.Random, KeptEvent]

  readonly rng: random.Random
  private readonly size: number
  private readonly p: number
  count = 0
  /** The slots in the order of their losses; the first `count` are valid. */
  private ranked: Int32Array = NO_INTS
  /** By slot. */
  private losses: Float64Array = NO_FLOATS
  private readonly events: KeptEvent[] = []
  private readonly recalled: Row = new Row()

  constructor(size: number, p: number, rng: random.Random) {
    this.size = size
    this.p = p
    this.rng = rng
  }

  /** Keeps the event if it is hard, and teaches it, or one of those that are kept. */
  learn(pupil: Pupil, row: Row, y: Label, weight: number, loss: number): void {
    this.offer(row, y, weight, loss)
    if (this.rng.uniform(0, 1) > this.p) {
      pupil.teach(row, y, weight)
      return
    }
    const slot = this.take(this.rng.randint(0, this.count - 1))
    const event = this.events[slot]
    const target = event.target as Label
    event.recall(this.recalled, row.width)
    pupil.teach(this.recalled, target, event.weight)
    this.put(slot, pupil.lossOf(this.recalled, target))
  }

  private offer(row: Row, y: Label, weight: number, loss: number): void {
    let slot = this.count
    if (slot < this.size) {
      this.ranked = growInts(this.ranked, slot + 1)
      this.losses = growFloats(this.losses, slot + 1)
      if (slot === this.events.length) this.events.push(new KeptEvent())
    } else if (loss > this.losses[this.ranked[0]]) slot = this.take(0)
    else return
    this.events[slot].keep(row, y, weight)
    this.put(slot, loss)
  }

  /** Takes the event of a rank out; gives its slot. */
  private take(rank: number): number {
    const { ranked } = this
    const slot = ranked[rank]
    this.count -= 1
    for (let i = rank; i < this.count; i++) ranked[i] = ranked[i + 1]
    return slot
  }

  /** Puts the event of a slot in its place: before those of the same loss, as River does. */
  private put(slot: number, loss: number): void {
    const { ranked, losses } = this
    losses[slot] = loss
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (losses[ranked[middle]] < loss) low = middle + 1
      else high = middle
    }
    for (let i = this.count; i > low; i--) ranked[i] = ranked[i - 1]
    ranked[low] = slot
    this.count += 1
  }

  /** Throws unless it is one of that name, and its events can be taught. */
  check(who: string, width: number, checkTarget: (y: unknown) => void): void {
    const { count, size, ranked, losses, events } = this
    const sized = count <= size && ranked.length >= count && losses.length >= count
    const slots = new Set(ranked.subarray(0, Math.max(0, count)))
    const placed = slots.size === count && [...slots].every((slot) => slot >= 0 && slot < count)
    if (!sized || !placed || events.length !== count) {
      throw new SnapshotError(`${who} must have a place for each event it keeps`, count)
    }
    for (let rank = 0; rank < count; rank++) {
      if (!(losses[ranked[rank]] >= losses[ranked[Math.max(0, rank - 1)]])) {
        throw new SnapshotError(`${who} must keep its events in the order of their losses`)
      }
    }
    for (const event of events) {
      if (!(event instanceof KeptEvent)) throw new SnapshotError(`${who} must keep events`)
      event.check(width)
      checkTarget(event.target)
    }
  }
}

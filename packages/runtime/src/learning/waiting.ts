import { type Features, SnapshotError } from '@coelho/core'
import { fromLines, toLines } from './lines.js'
import { read, readFeatures, readNumber, readText, spell, spellFeatures } from './spelled.js'

/** An event that waits for its label, with what was predicted of it. */
export interface WaitingEvent {
  readonly id: string
  readonly time: number
  /** Which of the stream it was: the first is 1. */
  readonly event: number
  readonly x: Features
  /** What each contestant said, in the order of the contestants. */
  readonly answers: readonly unknown[]
}

/** An event, and its line once it was written. */
interface Entry {
  readonly event: WaitingEvent
  line: string | undefined
}

/**
 * Events whose label is still to come, the oldest first. A label is learned with the features
 * and judged with the prediction of the moment at which the event came.
 *
 * @example
 * const waiting = new Waiting()
 * waiting.add({ id: 'p1', time: 0, event: 1, x: { amount: 12.5 }, answers: [false] })
 * waiting.get('p1')?.answers // => [false]
 * waiting.remove('p1')
 * waiting.size // => 0
 */
export class Waiting {
  static readonly id: string = 'runtime.Waiting'
  static readonly state: readonly string[] = ['packed']
  private entries: Map<string, Entry> = new Map()

  get size(): number {
    return this.entries.size
  }

  /** Adds an event; one of the same id takes the place of the one before. */
  add(event: WaitingEvent): void {
    this.entries.delete(event.id)
    this.entries.set(event.id, { event, line: undefined })
  }

  has(id: string): boolean {
    return this.entries.has(id)
  }

  /** The event that a label is for. */
  get(id: string): WaitingEvent | undefined {
    return this.entries.get(id)?.event
  }

  /** It waits no longer. */
  remove(id: string): void {
    this.entries.delete(id)
  }

  /** Gives up what is beyond the bounds: how many. */
  trim(most: number, oldest: number): number {
    let given = 0
    for (const [id, { event }] of this.entries) {
      if (this.entries.size <= most && event.time >= oldest) break
      this.entries.delete(id)
      given++
    }
    return given
  }

  /** Answers of other contestants, or in another order: `places` are where they were. */
  rearrange(places: readonly number[]): void {
    for (const [id, { event }] of this.entries) {
      const answers = places.map((place) => event.answers[place])
      this.entries.set(id, { event: { ...event, answers }, line: undefined })
    }
  }

  /** As bytes, for snapshots: a line of JSON each, written once for all snapshots. */
  get packed(): Uint8Array {
    return toLines(this.lines())
  }

  set packed(bytes: Uint8Array) {
    this.entries = new Map()
    for (const line of fromLines(bytes)) {
      const event = unpack(line)
      if (this.entries.has(event.id)) {
        throw new SnapshotError('an event must wait once only', event.id)
      }
      this.entries.set(event.id, { event, line: undefined })
    }
  }

  private *lines(): Generator<string> {
    for (const entry of this.entries.values()) {
      entry.line ??= pack(entry.event)
      yield entry.line
    }
  }
}

function pack({ id, time, event, x, answers }: WaitingEvent): string {
  return JSON.stringify([id, time, event, spellFeatures(x), answers.map(spell)])
}

function unpack(line: string): WaitingEvent {
  try {
    const [id, time, event, x, answers] = JSON.parse(line) as unknown[]
    return {
      id: readText(id),
      time: readNumber(time),
      event: readNumber(event),
      x: readFeatures(x),
      answers: (answers as unknown[]).map(read),
    }
  } catch {
    throw new SnapshotError('an event that waits for its label must be one line of JSON')
  }
}

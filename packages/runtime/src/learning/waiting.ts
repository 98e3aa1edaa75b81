import { type Features, type Label, SnapshotError } from '@coelho/core'

/** An event that waits for its label, with what was predicted of it. */
export interface WaitingEvent {
  readonly id: string
  readonly time: number
  readonly x: Features
  /** What each contestant said, in the order of the contestants. */
  readonly answers: readonly unknown[]
}

/** Why an event waits no longer. */
export type GivenUp = 'too many' | 'too old'

/**
 * Events whose label is still to come, the oldest first. A label is learned with the features
 * and judged with the prediction of the moment at which the event came.
 */
export class Waiting {
  static readonly id: string = 'runtime.Waiting'
  static readonly state: readonly string[] = ['packed']
  private events: Map<string, WaitingEvent> = new Map()

  get size(): number {
    return this.events.size
  }

  /** Adds an event; one of the same id takes the place of the one before. */
  add(event: WaitingEvent): void {
    this.events.delete(event.id)
    this.events.set(event.id, event)
  }

  has(id: string): boolean {
    return this.events.has(id)
  }

  /** The event that a label is for; it waits no longer. */
  take(id: string): WaitingEvent | undefined {
    const event = this.events.get(id)
    this.events.delete(id)
    return event
  }

  /** Gives up what is beyond the bounds: how many, by reason. */
  trim(most: number, oldest: number): Record<GivenUp, number> {
    const given = { 'too many': 0, 'too old': 0 }
    for (const [id, { time }] of this.events) {
      if (this.events.size > most) given['too many']++
      else if (time < oldest) given['too old']++
      else break
      this.events.delete(id)
    }
    return given
  }

  /** As bytes, for snapshots: a line of JSON each, so that many of them cost little. */
  get packed(): Uint8Array {
    const lines = Array.from(this.events.values(), (event) => `${JSON.stringify(pack(event))}\n`)
    return new TextEncoder().encode(lines.join(''))
  }

  set packed(bytes: Uint8Array) {
    const lines = new TextDecoder().decode(bytes).split('\n')
    const events = lines.slice(0, -1).map((line) => unpack(line))
    this.events = new Map(events.map((event) => [event.id, event]))
  }
}

/** JSON has no `undefined`, no NaN and no maps: what predictions may be is spelled out. */
function pack({ id, time, x, answers }: WaitingEvent): unknown[] {
  return [
    id,
    time,
    Object.entries(x).map(([name, value]) => [name, spell(value)]),
    answers.map(spell),
  ]
}

function unpack(line: string): WaitingEvent {
  try {
    const [id, time, x, answers] = JSON.parse(line)
    if (typeof id !== 'string' || typeof time !== 'number') throw new Error()
    const entries = (x as [string, unknown][]).map(([name, value]) => [name, read(value)] as const)
    const features = Object.fromEntries(entries) as Features
    return { id, time, x: features, answers: (answers as unknown[]).map(read) }
  } catch {
    throw new SnapshotError('an event that waits for its label must be one line of JSON')
  }
}

function spell(value: unknown): unknown {
  if (value === undefined) return { $: 'undefined' }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $: 'number', value: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (value instanceof Map) {
    return { $: 'map', entries: Array.from(value, ([key, of]) => [spell(key), spell(of)]) }
  }
  if (Array.isArray(value)) return value.map(spell)
  // What is no value, such as the place of an event among clusters, cannot be judged later.
  return typeof value === 'object' && value !== null ? { $: 'undefined' } : value
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read)
  if (typeof value !== 'object' || value === null) return value
  const { $, value: text, entries } = value as { $: string; value: string; entries: unknown[] }
  if ($ === 'undefined') return undefined
  if ($ === 'number') return Number(text)
  if ($ === 'map') return new Map(entries.map((entry) => read(entry) as [Label, unknown]))
  throw new Error()
}

import { CoelhoError, describe } from '../errors.js'

/** What is given to `learnOne` or to `update`: `[x, y]`, `[x]`, `[value]`, `[yTrue, yPred]`. */
export type CheckEvent = readonly unknown[]

/** Where a model breaks the contract: which check, and the fewest events that show it. */
export class CheckFailedError extends CoelhoError {
  /** The name of the check: `predicting-changes-nothing`. */
  readonly check: string
  /** Learning these, one after the other, is enough to see it. */
  readonly events: readonly CheckEvent[]

  constructor(who: string, check: string, fault: Fault, events: readonly CheckEvent[]) {
    const { expected, received } = fault
    const text = `${who}: check "${check}" failed: ${expected}${got(fault)}.${shown(events)}`
    super(text, { who, expected, received })
    this.check = check
    this.events = events
    if (fault.cause !== undefined) this.cause = fault.cause
  }
}

/** What a check throws where the contract is broken. */
export class Fault extends Error {
  readonly expected: string
  readonly received: unknown

  constructor(expected: string, received?: unknown, cause?: unknown) {
    super(expected)
    this.expected = expected
    this.received = received
    if (cause !== undefined) this.cause = cause
  }

  /** Faults of one kind are told alike, but for names and numbers. */
  get kind(): string {
    const error = this.cause instanceof Error ? this.cause.name : ''
    return error + this.expected.replace(/"[^"]*"|\d+/g, '…')
  }
}

/** Throws a `Fault` unless it holds. */
export function must(holds: boolean, expected: string, received?: unknown): asserts holds {
  if (!holds) throw new Fault(expected, received)
}

/** An error that a check did not foresee is a fault too: what was given was valid. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error
  return new Fault('every valid event must be taken', error, error)
}

const MOST_SHOWN = 4

function got({ received }: Fault): string {
  if (received === undefined) return ''
  if (received instanceof Error)
    return `, got ${received.name}: ${received.message.replace(/\.$/, '')}`
  return `, got ${shortly(received)}`
}

function shown(events: readonly CheckEvent[]): string {
  if (events.length === 0) return ''
  const list = events.slice(0, MOST_SHOWN).map((event) => event.map(shortly).join(', '))
  const more = events.length > MOST_SHOWN ? `; and ${events.length - MOST_SHOWN} more` : ''
  const count = events.length === 1 ? 'one event' : `${events.length} events`
  return ` It shows with ${count}: ${list.join('; ')}${more}`
}

/** A value as it would be written, one level deep. */
export function shortly(value: unknown): string {
  if (value instanceof Map) return `Map { ${inside([...value], ' => ')} }`
  if (ArrayBuffer.isView(value)) return describe(value)
  if (Array.isArray(value)) return `[${value.slice(0, 6).map(describe).join(', ')}]`
  if (typeof value === 'object' && value !== null && !(value instanceof Error)) {
    const entries = Object.entries(value)
    return entries.length > 0 ? `{ ${inside(entries, ': ')} }` : '{}'
  }
  return describe(value)
}

function inside(entries: readonly (readonly [unknown, unknown])[], between: string): string {
  const list = entries.slice(0, 8).map(([name, item]) => {
    const key = typeof name === 'string' && /^[a-z]\w*$/i.test(name) ? name : describe(name)
    return `${key}${between}${describe(item)}`
  })
  return list.join(', ') + (entries.length > 8 ? ', …' : '')
}

import { TimeText } from './calendar.js'
import type { Faults } from './faults.js'

/**
 * An event as JSON, field by field: as `JSON.stringify` would write it, several times faster.
 * Names and texts are the generators' own: they have nothing in them that JSON must escape.
 */
export class EventText {
  private readonly faults: Faults
  private readonly times: TimeText = new TimeText()
  private text = ''

  constructor(faults: Faults) {
    this.faults = faults
  }

  /** Begins the next event. */
  begin(name: string, text: string): this {
    this.text = `{"${name}":"${text}"`
    return this
  }

  string(name: string, text: string): this {
    this.text += `,"${name}":"${text}"`
    return this
  }

  time(name: string, time: number): this {
    return this.string(name, this.timeOf(time))
  }

  /** A number, true, false, null, or what is JSON already. */
  plain(name: string, value: number | boolean | string | null): this {
    this.text += `,"${name}":${value}`
    return this
  }

  /** A text that may be missing; null where there is none. */
  maybeString(name: string, text: string | null): this {
    return this.maybe(name, text === null ? null : `"${text}"`)
  }

  /** The same for what is no text. */
  maybe(name: string, value: number | boolean | string | null): this {
    if (!this.faults.isMissing()) return this.plain(name, value)
    return this.faults.isNull() ? this.plain(name, null) : this
  }

  /** A time as all fields of events tell it. */
  timeOf(time: number): string {
    return this.times.of(time)
  }

  /** What was written, without its end: more fields may follow. */
  get open(): string {
    return this.text
  }
}

export interface SentEvent {
  /** `message` where the server named none. */
  readonly type: string
  readonly data: string
  /** The last id that was sent, with this event or before it. */
  readonly id: string
}

/** An event longer than that is not ours; what is kept of an unfinished one is bounded by it. */
const MOST_CHARACTERS = 4_000_000

/**
 * Server-sent events from text that comes in pieces of any size, by the rules of the HTML standard.
 * (The browser's own EventSource can send no token.)
 */
export class EventParser {
  /** Of the last event that came as a whole. */
  lastId = ''
  /** Milliseconds to wait before coming again, if the server said so. */
  retry: number | undefined
  private rest = ''
  private isFirst = true
  private type = ''
  private id: string | undefined
  private data: string[] = []
  private size = 0

  push(text: string): SentEvent[] {
    let pending = this.rest + text
    if (this.isFirst && pending.length > 0) {
      this.isFirst = false
      if (pending.startsWith('\uFEFF')) pending = pending.slice(1)
    }
    const events: SentEvent[] = []
    let start = 0
    const ends = /\r\n|\n|\r/g
    for (let end = ends.exec(pending); end; end = ends.exec(pending)) {
      // A line break at the very end may be the first half of one.
      if (end[0] === '\r' && ends.lastIndex === pending.length) break
      this.line(pending.slice(start, end.index), events)
      start = ends.lastIndex
    }
    this.rest = pending.slice(start)
    if (this.rest.length + this.size > MOST_CHARACTERS) throw new RangeError('event too long')
    return events
  }

  private line(line: string, events: SentEvent[]): void {
    if (line === '') {
      this.dispatch(events)
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.type = value
    else if (field === 'data') {
      this.data.push(value)
      this.size += value.length + 1
    } else if (field === 'id' && !value.includes('\0')) this.id = value
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) this.retry = Number(value)
  }

  private dispatch(events: SentEvent[]): void {
    this.lastId = this.id ?? this.lastId
    if (this.data.length > 0) {
      events.push({ type: this.type || 'message', data: this.data.join('\n'), id: this.lastId })
    }
    this.type = ''
    this.data = []
    this.size = 0
  }
}

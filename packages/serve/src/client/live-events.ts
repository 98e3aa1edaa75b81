import type { LiveEvent } from '../api/shapes.js'
import { AnswerError } from './answer-error.js'

export interface EventsOptions {
  /** Of this model only. */
  readonly model?: string
  /** These kinds only. */
  readonly types?: readonly LiveEvent['kind'][]
  /** Goes on after this one, as far as events are kept. */
  readonly after?: number
  readonly signal?: AbortSignal
}

/** A live event, with the number to go on from. */
export type ListedEvent = LiveEvent & { readonly id: number }

/** Opens the stream that goes on after this event. */
export type OpenStream = (after: number | undefined, signal: AbortSignal) => Promise<Response>

/** Without a sign of life for so long, the connection is thought to be lost. */
const SILENCE = 45_000
const FIRST_WAIT = 500
const LONGEST_WAIT = 15_000

/** Events as they come; connects again where it was cut off, and goes on after the last. */
export async function* liveEvents(
  open: OpenStream,
  { after, signal }: EventsOptions,
): AsyncGenerator<ListedEvent, void, undefined> {
  let last = after
  let wait = FIRST_WAIT
  while (!signal?.aborted) {
    const lost = new AbortController()
    const stop = () => lost.abort()
    signal?.addEventListener('abort', stop)
    try {
      const response = await open(last, lost.signal)
      for await (const event of eventsOf(response.body!, stop)) {
        last = event.id
        wait = FIRST_WAIT
        yield event
      }
    } catch (error) {
      const isFinal = error instanceof AnswerError && error.status >= 400 && error.status < 429
      if (isFinal) throw error
    } finally {
      signal?.removeEventListener('abort', stop)
      lost.abort()
    }
    await pause(wait, signal)
    wait = Math.min(LONGEST_WAIT, wait * 2)
  }
}

/** What a stream of server-sent events says. */
async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  lost: () => void,
): AsyncGenerator<ListedEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    while (true) {
      const timer = setTimeout(lost, SILENCE)
      const { done, value } = await reader.read().finally(() => clearTimeout(timer))
      if (done) return
      text += decoder.decode(value, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        const event = eventOf(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function eventOf(block: string): ListedEvent | null {
  const fields = new Map(block.split('\n').map((line) => fieldOf(line)))
  const data = fields.get('data')
  if (data === undefined) return null
  return { ...JSON.parse(data), id: Number(fields.get('id')) }
}

function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}

import { EventParser, type SentEvent } from './parser.js'

export type Connection = 'connecting' | 'live' | 'waiting' | 'refused'

export interface StreamOptions {
  /** Asks for the events after this id; all that come, if it is empty. */
  readonly open: (lastId: string, signal: AbortSignal) => Promise<Response>
  readonly onEvent: (event: SentEvent) => void
  readonly onConnection: (connection: Connection) => void
  /** For tests. */
  readonly random?: () => number
  readonly idleMs?: number
  readonly firstWaitMs?: number
}

const LONGEST_WAIT_MS = 15_000

/**
 * Follows a stream of events until it is told to stop, and comes again after each break: soon at
 * first, then ever later, never at the same moment as all the others. Stops for good where a token
 * is asked for. Returns how to stop it.
 */
export function follow(options: StreamOptions): () => void {
  const stop = new AbortController()
  void run(options, stop.signal)
  return () => stop.abort()
}

async function run(options: StreamOptions, stopped: AbortSignal): Promise<void> {
  const { onConnection, random = Math.random, firstWaitMs = 500 } = options
  const parser = { lastId: '', retry: undefined as number | undefined }
  let failures = 0
  while (!stopped.aborted) {
    onConnection('connecting')
    const end = await once(options, parser, stopped)
    if (stopped.aborted) return
    if (end.status === 401 || end.status === 403) return onConnection('refused')
    failures = end.heard ? 0 : failures + 1
    onConnection('waiting')
    const wait = Math.min((parser.retry ?? firstWaitMs) * 2 ** failures, LONGEST_WAIT_MS)
    await pause(Math.max(end.retryAfterMs, wait * (0.5 + random() / 2)), stopped)
  }
}

interface End {
  readonly status: number
  /** True if anything came. */
  readonly heard: boolean
  readonly retryAfterMs: number
}

/** One connection, from its first byte to its last. */
async function once(
  { open, onEvent, onConnection, idleMs = 60_000 }: StreamOptions,
  known: { lastId: string; retry: number | undefined },
  stopped: AbortSignal,
): Promise<End> {
  const connection = new AbortController()
  const abort = () => connection.abort()
  stopped.addEventListener('abort', abort)
  // Servers send a comment now and then: where nothing comes at all, nobody is there.
  let idle = setTimeout(abort, idleMs)
  let [status, retryAfterMs, heard] = [0, 0, false]
  try {
    const response = await open(known.lastId, connection.signal)
    status = response.status
    retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000 || 0
    if (!response.ok || !response.body) return { status, heard, retryAfterMs }
    onConnection('live')
    const parser = new EventParser()
    parser.lastId = known.lastId
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      clearTimeout(idle)
      idle = setTimeout(abort, idleMs)
      heard = true
      for (const event of parser.push(next.value)) onEvent(event)
      known.lastId = parser.lastId
      known.retry = parser.retry ?? known.retry
    }
  } catch {
    // A broken connection is what the next attempt is for.
  } finally {
    clearTimeout(idle)
    stopped.removeEventListener('abort', abort)
    connection.abort()
  }
  return { status, heard, retryAfterMs }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      stopped.removeEventListener('abort', done)
      resolve()
    }
    stopped.addEventListener('abort', done)
  })
}

import { afterEach, describe, expect, it } from 'vitest'
import type { SentEvent } from './parser.js'
import { type Connection, follow, type StreamOptions } from './stream.js'

const encoder = new TextEncoder()
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Answers one connection after the other; the last answer is given again and again. */
function server(...answers: (() => Response | Promise<Response>)[]) {
  const ids: string[] = []
  const open: StreamOptions['open'] = async (lastId) => {
    ids.push(lastId)
    return answers[Math.min(ids.length, answers.length) - 1]!()
  }
  return { ids, open }
}

const ends = (text: string) => () => new Response(text)
const never = () => new Response(new ReadableStream())
const status =
  (code: number, headers = {}) =>
  () =>
    new Response('', { status: code, headers })

function listen(options: Pick<StreamOptions, 'open'> & Partial<StreamOptions>) {
  const events: SentEvent[] = []
  const connections: Connection[] = []
  const stop = follow({
    random: () => 0,
    firstWaitMs: 2,
    onEvent: (event) => events.push(event),
    onConnection: (connection) => connections.push(connection),
    ...options,
  })
  stops.push(stop)
  return { events, connections, stop }
}

const until = async (isTrue: () => boolean) => {
  for (let i = 0; i < 400 && !isTrue(); i++) await new Promise((done) => setTimeout(done, 5))
  expect(isTrue()).toBe(true)
}

describe('following a stream', () => {
  it('goes on after a break from the last event that came', async () => {
    const { ids, open } = server(ends('id: 4\ndata: a\n\n'), ends('id: 5\ndata: b\n\n'), never)
    const { events } = listen({ open })
    await until(() => ids.length === 3)
    expect(ids).toEqual(['', '4', '5'])
    expect(events.map(({ data }) => data)).toEqual(['a', 'b'])
  })

  it('does not hand out an event that was cut off', async () => {
    const { ids, open } = server(ends('id: 1\ndata: a\n\nid: 2\ndata: b'), never)
    const { events } = listen({ open })
    await until(() => ids.length === 2)
    expect(events).toHaveLength(1)
    expect(ids).toEqual(['', '1'])
  })

  it('comes again after an error, and later after each more', async () => {
    const times: number[] = []
    const refuse = async () => {
      times.push(performance.now())
      throw new Error('down')
    }
    const { connections } = listen({ open: refuse, firstWaitMs: 8 })
    await until(() => times.length >= 4)
    const waits = times.slice(1).map((time, i) => time - times[i]!)
    expect(waits[2]!).toBeGreaterThan(waits[0]!)
    expect(connections.slice(0, 3)).toEqual(['connecting', 'waiting', 'connecting'])
  })

  it('waits as long as an overloaded server asks', async () => {
    const { ids, open } = server(status(503, { 'retry-after': '1' }), never)
    listen({ open })
    const before = performance.now()
    await until(() => ids.length === 2)
    expect(performance.now() - before).toBeGreaterThan(990)
  })

  it('ends where a token is wanted', async () => {
    const { ids, open } = server(status(401))
    const { connections } = listen({ open })
    await until(() => connections.at(-1) === 'refused')
    await new Promise((done) => setTimeout(done, 50))
    expect(ids).toHaveLength(1)
  })

  it('leaves a connection on which nothing comes any more', async () => {
    const { ids, open } = server(never)
    listen({ open: (lastId, signal) => hung(open(lastId, signal), signal), idleMs: 30 })
    await until(() => ids.length >= 2)
  })

  it('stops when it is told to', async () => {
    const { ids, open } = server(ends('data: a\n\n'))
    const { stop } = listen({ open })
    await until(() => ids.length >= 2)
    stop()
    const seen = ids.length
    await new Promise((done) => setTimeout(done, 60))
    expect(ids.length).toBe(seen)
  })
})

/** A body that fails when it is aborted, as that of a real fetch does. */
async function hung(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  await answer
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(':\n'))
      signal.addEventListener('abort', () => controller.error(signal.reason))
    },
  })
  return new Response(body)
}

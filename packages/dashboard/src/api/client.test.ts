import { afterEach, describe, expect, it, vi } from 'vitest'
import { Client, modelPath, Refused } from './client.js'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Answers in turn; returns what was asked. */
function server(...answers: (() => Response)[]): [string, RequestInit][] {
  const asked: [string, RequestInit][] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push([path, init])
    return answers[Math.min(asked.length, answers.length) - 1]!()
  })
  return asked
}

const says = (body: unknown) => () => new Response(JSON.stringify(body))
const busy = () => new Response('{}', { status: 503, headers: { 'retry-after': '2' } })

describe('the client', () => {
  it('sends its token and JSON, and follows nobody to another site', async () => {
    const asked = server(says({ a: 1 }))
    const client = new Client()
    client.token = 'secret'
    expect(await client.ask('/v1/x', { method: 'POST', body: { b: 2 } })).toEqual({ a: 1 })
    const [path, init] = asked[0]!
    const headers = Object.fromEntries(new Headers(init.headers))
    expect(path).toBe('/v1/x')
    expect(headers).toEqual({ authorization: 'Bearer secret', 'content-type': 'application/json' })
    expect([init.method, init.body, init.redirect]).toEqual(['POST', '{"b":2}', 'error'])
  })

  it('asks again as soon as a busy server wants it to', async () => {
    vi.useFakeTimers()
    const asked = server(busy, busy, says('done'))
    const answer = new Client().ask('/v1/x')
    await vi.advanceTimersByTimeAsync(1999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2001)
    expect(await answer).toBe('done')
    expect(asked).toHaveLength(3)
  })

  it('gives up after a while', async () => {
    vi.useFakeTimers()
    const asked = server(busy)
    const answer = new Client().ask('/v1/x').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await answer).toMatchObject({ name: 'Refused', status: 503 })
    expect(asked).toHaveLength(4)
  })

  it("tells what is wrong in the server's own words", async () => {
    const problem = { title: 'No', detail: 'amount: must be a number' }
    server(() => new Response(JSON.stringify(problem), { status: 422 }))
    await expect(new Client().ask('/v1/x')).rejects.toThrow('amount: must be a number')
    server(() => new Response('<html>', { status: 502 }))
    await expect(new Client().ask('/v1/x')).rejects.toThrow('The server answered 502.')
  })

  it('tells that a token is wanted, and that nobody is there', async () => {
    server(() => new Response('{}', { status: 401 }))
    const client = new Client()
    client.onTokenWanted = vi.fn()
    await expect(client.ask('/v1/x')).rejects.toBeInstanceOf(Refused)
    expect(client.onTokenWanted).toHaveBeenCalledOnce()
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(client.ask('/v1/x')).rejects.toThrow('The server cannot be reached.')
  })

  it('puts any name into a path', () => {
    expect(modelPath('a/b ?#', 'x')).toBe('/v1/models/a%2Fb%20%3F%23/x')
  })
})

import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Gone, readBody } from './body.js'

/** A request's body, and its headers. */
function incoming(headers: Record<string, string> = {}): PassThrough & IncomingMessage {
  return Object.assign(new PassThrough(), { headers }) as PassThrough & IncomingMessage
}

describe('a body', () => {
  it('is what came, in however many pieces', async () => {
    const sent = incoming()
    const read = readBody(sent, 100)
    for (const letter of 'one byte each') sent.write(letter)
    sent.end()
    expect(String(await read)).toBe('one byte each')
    const whole = incoming({ 'content-length': '5' })
    whole.end('whole')
    expect(String(await readBody(whole, 5))).toBe('whole')
    const empty = incoming()
    empty.end()
    expect(await readBody(empty, 5)).toHaveLength(0)
  })

  it('takes no more memory than twice the limit, in pieces that are not too small', async () => {
    const limit = 64 * 1024
    const sent = incoming()
    const read = readBody(sent, limit)
    const piece = Buffer.alloc(16)
    for (let i = 0; i < limit / 16; i++) {
      if (!sent.write(piece)) await new Promise((resolve) => sent.once('drain', resolve))
    }
    sent.end()
    expect((await read).buffer.byteLength).toBeLessThanOrEqual(2 * limit)
  })

  it('may come in few pieces of one byte, not in many', async () => {
    const sent = incoming()
    const read = readBody(sent, 64 * 1024)
    const socket = new PassThrough()
    Object.assign(sent, { socket })
    for (let i = 0; i < 1000; i++) sent.write('x')
    const heard = once(socket, 'data')
    sent.write('x')
    await expect(read).rejects.toBeInstanceOf(Gone)
    expect(socket.destroyed).toBe(true)
    expect(String(await heard)).toMatch(/^HTTP\/1\.1 413/)
  })

  it('is refused as soon as it is too large, whatever its headers say', async () => {
    await expect(readBody(incoming({ 'content-length': '11' }), 10)).rejects.toThrow('10 bytes')
    for (const headers of [{}, { 'content-length': '3' }] as const) {
      const sent = incoming(headers)
      const read = readBody(sent, 10)
      sent.write('123456')
      sent.write('78901')
      await expect(read).rejects.toMatchObject({ code: 'too-large', extras: { isLast: true } })
      expect(sent.isPaused()).toBe(true)
    }
  })

  it('that is cut off is for nobody', async () => {
    const sent = incoming()
    const read = readBody(sent, 10)
    sent.write('12')
    sent.destroy(new Error('reset'))
    await expect(read).rejects.toBeInstanceOf(Gone)
  })
})

import { Random } from '@coelho/core/random'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from './app.js'
import { ORDER, startLab } from './lab.test-support.js'
import { faultOf, malformed } from './malformed.test-support.js'
import { partsOf } from './parts.test-support.js'
import { Range } from './processes.test-support.js'
import { requestText, sendRaw } from './raw.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
/** What this machine does to a process beside others; nothing on a quiet one. */
const BLOCKED = full ? 50 : 500
const range = new Range()
beforeAll(() => range.build())
afterAll(() => range.close())

const MEGA = 1_000_000
const head = requestText({
  headers: { 'transfer-encoding': 'chunked', 'content-length': '' },
})
const objectOf = (keys: number, name: (i: number) => string) =>
  JSON.stringify({
    ...ORDER,
    ...Object.fromEntries(Array.from({ length: keys }, (_, i) => [name(i), 0])),
  })
const withBody = (body: string) => requestText({ body })

/** Who is cut off while it still sends may not get to read why. */
const CUT = 0

/** What is sent to a server that takes 4 MB, and what it may answer. */
const HARMFUL: readonly [name: string, statuses: readonly number[], bytes: () => string][] = [
  ['a long one', [413, CUT], () => withBody('x'.repeat(5 * MEGA))],
  ['a million pieces of a byte', [413, CUT], () => `${head}${'1\r\nx\r\n'.repeat(MEGA)}0\r\n\r\n`],
  ['a depth of a million', [400], () => withBody('['.repeat(MEGA))],
  ['objects as deep', [400], () => withBody('{"a":'.repeat(MEGA / 2))],
  ['100,000 names', [422], () => withBody(objectOf(100_000, (i) => `f${i.toString(36)}`))],
  ['2 MB of integers as names', [422], () => withBody(objectOf(200_000, (i) => `${i * 4096}`))],
  ['a long text', [422], () => withBody(JSON.stringify({ a: 'x'.repeat(MEGA) }))],
  ['a long number', [400, 422], () => withBody('1'.repeat(MEGA))],
  ['blanks', [400], () => withBody(' '.repeat(MEGA))],
]

describe('a body that means harm', () => {
  it('blocks nobody, and is forgotten at once', async () => {
    const server = await range.serve({ bodyLimit: 4 * MEGA })
    await sendRaw(server.port, withBody(JSON.stringify(ORDER)))
    const before = await server.facts()
    for (const [name, statuses, bytes] of HARMFUL) {
      const text = bytes()
      await server.facts()
      const { status } = await sendRaw(server.port, text, 20_000)
      const { blockedMs } = await server.facts()
      expect(statuses, name).toContain(status)
      expect(blockedMs, name).toBeLessThan(BLOCKED)
    }
    const after = await server.facts()
    expect(after.rss - before.rss).toBeLessThan(100e6)
    await server.process.kill()
  }, 120_000)

  it('would block everybody where nothing is measured first', () => {
    // Depth that the parser takes and what walks over it does not.
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
    expect(() => structuredClone(deep)).toThrow()
    expect(() => JSON.stringify(deep)).toThrow(RangeError)
  })
})

describe('malformed requests', () => {
  it(`leave the server as it was: ${full ? '100,000' : '3,000'} of them`, async () => {
    const token = 'the-token-that-nobody-may-see'
    const tokens = [{ token, roles: ['admin'] as const }]
    const server = await range.serve({ tokens, requestTimeoutMs: 1000 })
    const lab = await startLab()
    const paths = createApp(partsOf(lab.service)).routes.map(({ path }) => path)
    await lab.close()
    const random = new Random(7)
    const faults: string[] = []
    const ask = async (requests: number) => {
      const work = async () => {
        for (let n = 0; n < requests / 16; n++) {
          const bytes = malformed(random, paths, token)
          const fault = faultOf((await sendRaw(server.port, bytes, 60)).text, [token])
          if (fault !== null) faults.push(`${fault}\n${bytes.toString('latin1').slice(0, 300)}`)
        }
      }
      await Promise.all(Array.from({ length: 16 }, work))
    }
    await ask(full ? 20_000 : 1500)
    const before = await server.facts()
    await ask(full ? 100_000 : 1500)
    const after = await server.facts()
    expect(faults).toEqual([])
    expect(after.heap - before.heap).toBeLessThan(10e6)
    expect(after.rss - before.rss).toBeLessThan(50e6)
    const live = requestText({ method: 'GET', path: '/readyz' })
    expect((await sendRaw(server.port, live)).status).toBe(200)
    await server.process.kill()
  }, 1_200_000)
})

import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORDER } from './lab.test-support.js'
import { Range } from './processes.test-support.js'
import { requestText, sendRaw } from './raw.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
const range = new Range()
beforeAll(() => range.build())
afterAll(() => range.close())

/** What costs something: 100 events at once. */
const heavy = JSON.stringify(Array.from({ length: 100 }, () => ORDER))

describe('too much to do', () => {
  const seconds = full ? 30 : 4

  it('is refused in time and told to come later; the rest is done as well as ever', async () => {
    const { port, process } = await range.serve({ bodyLimit: 100_000, maxDelayMs: full ? 12 : 20 })
    const alone = { port, connections: 4, seconds: full ? 10 : 3, body: heavy }
    await range.ask({ ...alone, seconds: 1 })
    const capacity = await range.ask(alone)
    const each = capacity.byStatus['200']! / alone.seconds
    const many = { port, connections: 256, rate: 4 * each, seconds, body: heavy }
    const crowd = await range.ask(many)
    const patient = await range.ask({ ...many, isPatient: true })
    const goodput = (patient.byStatus['200'] ?? 0) / seconds
    const after = await range.ask({ ...alone, seconds: 5 })
    expect(Object.keys(crowd.byStatus).sort()).toEqual(['200', '503'])
    expect(crowd.withoutRetryAfter).toBe(0)
    expect(crowd.lost + crowd.refused).toBe(0)
    expect(goodput).toBeGreaterThan((full ? 0.8 : 0.5) * each)
    expect(crowd.rejected.p99).toBeLessThan(full ? 50 : 1000)
    // Beside other tests a few wait for longer than they should; quietly none does.
    const late = after.byStatus['503'] ?? 0
    expect(late).toBeLessThanOrEqual(full ? 0 : 0.05 * after.byStatus['200']!)
    await process.kill()
  }, 120_000)

  it('makes everybody wait where nobody is refused', async () => {
    const { port, process } = await range.serve({ bodyLimit: 100_000, maxDelayMs: 3_600_000 })
    await range.ask({ port, connections: 4, seconds: 1, body: heavy })
    const crowd = await range.ask({ port, connections: 256, seconds: 4, body: heavy })
    expect(crowd.byStatus['503']).toBeUndefined()
    expect(crowd.good.p99).toBeGreaterThan(100)
    await process.kill()
  }, 60_000)
})

describe('slow clients', () => {
  const many = full ? 500 : 100

  /** Half of them send a byte now and then, half of them nothing. */
  function crawl(port: number, lives: number[]): Promise<unknown> {
    const head = requestText({ headers: { 'content-length': '1000' } })
    const one = (i: number) =>
      new Promise<void>((resolve) => {
        const begun = performance.now()
        const socket: Socket = connect(port, '127.0.0.1')
        let sent = 0
        const timer = setInterval(() => {
          if (i % 2 === 0) socket.write(sent < head.length ? head[sent++]! : 'x')
        }, 20)
        socket.on('error', () => undefined)
        socket.on('data', () => undefined)
        socket.on('close', () => {
          clearInterval(timer)
          lives.push(performance.now() - begun)
          resolve()
        })
      })
    return Promise.all(Array.from({ length: 2 * many }, (_, i) => one(i)))
  }

  it('are dropped in time, and nobody else notices', async () => {
    const requestTimeoutMs = full ? 13_000 : 3000
    // Whom another test keeps waiting is not refused: it counts as waiting.
    const { port, process } = await range.serve({ requestTimeoutMs, maxDelayMs: 60_000 })
    const plan = { port, connections: 4, rate: 400, seconds: 3 }
    await range.ask({ ...plan, seconds: 1 })
    const quiet = await range.ask(plan)
    const lives: number[] = []
    const crawling = crawl(port, lives)
    await setTimeout(300)
    const beside = await range.ask(plan)
    await crawling
    expect(lives).toHaveLength(2 * many)
    expect(Math.max(...lives)).toBeLessThan(requestTimeoutMs + (full ? 2000 : 10_000))
    expect(beside.byStatus).toEqual({ 200: beside.answered })
    expect(beside.good.p99).toBeLessThan(Math.max(2 * quiet.good.p99, full ? 20 : 500))
    await process.kill()
  }, 60_000)

  it('stay where nobody drops them', async () => {
    const { port, process } = await range.serve({ requestTimeoutMs: 60_000 })
    const lives: number[] = []
    const crawling = crawl(port, lives)
    await setTimeout(4500)
    expect(lives).toHaveLength(0)
    await process.kill()
    await crawling
  }, 60_000)
})

describe('a server that is told to stop', () => {
  it('loses no request that it has taken, and ends in time', async () => {
    for (let i = 0; i < (full ? 20 : 3); i++) {
      const { port, process } = await range.serve({ drainMs: 8000, maxDelayMs: 60_000 })
      const load = await range.begin({ port, connections: 20, seconds: 2.5 })
      await setTimeout(300)
      process.signal('SIGTERM')
      const begun = performance.now()
      await setTimeout(60)
      const ready = await sendRaw(port, requestText({ method: 'GET', path: '/readyz' }))
      expect(ready.status).toBe(503)
      expect(await process.ended).toBe(0)
      const took = performance.now() - begun
      expect(took).toBeLessThan(full ? 10_000 : 20_000)
      const { byStatus, lost, refused, answered } = await load.done
      expect(byStatus).toEqual({ 200: answered })
      expect(lost).toBe(0)
      expect(refused).toBeGreaterThan(0)
    }
  }, 300_000)

  it('loses some where it just ends', async () => {
    const { port, process } = await range.serve({ drainMs: 0 })
    const load = await range.begin({ port, connections: 50, seconds: 2 })
    await setTimeout(300)
    process.signal('SIGTERM')
    expect((await load.done).lost).toBeGreaterThan(0)
    await process.ended
  }, 60_000)
})

import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '../api/shapes.js'
import { type Lab, startLab } from './lab.test-support.js'
import type { ServerOptions } from './options.js'
import { requestText } from './raw.test-support.js'

let labs: Lab[] = []
afterEach(async () => {
  await Promise.all(labs.map((lab) => lab.close()))
  labs = []
})
async function start(options: ServerOptions = {}): Promise<Lab> {
  const lab = await startLab(options)
  labs.push(lab)
  return lab
}

/** A client that reads what comes, as text. */
class Listener {
  text = ''
  isClosed = false
  readonly socket: Socket

  constructor(lab: Lab, path = '/v1/events', headers: Record<string, string> = {}) {
    const none = { 'content-type': '', 'content-length': '' }
    this.socket = connect(lab.port, '127.0.0.1')
    this.socket.write(requestText({ method: 'GET', path, headers: { ...none, ...headers } }))
    this.socket.on('data', (data) => {
      this.text += data
    })
    this.socket.on('close', () => {
      this.isClosed = true
    })
    this.socket.on('error', () => undefined)
  }

  /** Ids of what came, in its order. */
  get ids(): number[] {
    return [...this.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
  }

  async opened(): Promise<this> {
    await vi.waitFor(() => expect(this.text).toContain('retry: '))
    return this
  }
}

const dead = (n: number, model = 'orders'): LiveEvent => ({ kind: 'dead', model, dead: n })
const training: LiveEvent = {
  kind: 'training',
  model: 'orders',
  training: { state: 'running', reason: null, controllable: true },
}

describe('live events', () => {
  it('come as they happen, with their kind and a number', async () => {
    const lab = await start()
    const listener = await new Listener(lab).opened()
    expect(listener.text).toMatch(/^HTTP\/1\.1 200 [\s\S]*content-type: text\/event-stream\r\n/i)
    lab.feed.tell(dead(7))
    await vi.waitFor(() => expect(listener.text).toContain('dead":7'))
    const [id] = listener.ids
    const data = JSON.stringify(dead(7))
    expect(listener.text).toContain(`id: ${id}\nevent: dead\ndata: ${data}\n\n`)
    listener.socket.destroy()
  })

  it('are of one model, or of some kinds, if that is asked for', async () => {
    const lab = await start()
    const one = await new Listener(lab, '/v1/models/orders/events').opened()
    const some = await new Listener(lab, '/v1/events?type=training,marker').opened()
    lab.feed.tell(dead(1, 'another'))
    lab.feed.tell(dead(2))
    lab.feed.tell(training)
    await vi.waitFor(() => expect(one.ids).toHaveLength(2))
    await vi.waitFor(() => expect(some.ids).toHaveLength(1))
    expect(one.text).not.toContain('another')
    expect(some.text).toContain('event: training')
    const odd = new Listener(lab, '/v1/events?type=news')
    await vi.waitFor(() => expect(odd.text).toMatch(/^HTTP\/1\.1 400/))
  })

  it('go on after the last that came', async () => {
    const lab = await start()
    const first = await new Listener(lab).opened()
    for (let n = 0; n < 5; n++) lab.feed.tell(dead(n))
    await vi.waitFor(() => expect(first.ids).toHaveLength(5))
    first.socket.destroy()
    for (let n = 5; n < 9; n++) lab.feed.tell(dead(n))
    const last = String(first.ids.at(-1))
    const again = await new Listener(lab, '/v1/events', { 'last-event-id': last }).opened()
    lab.feed.tell(dead(9))
    await vi.waitFor(() => expect(again.ids).toHaveLength(5))
    expect(again.ids).toEqual(Array.from({ length: 5 }, (_, i) => Number(last) + 1 + i))
    const odd = new Listener(lab, '/v1/events', { 'last-event-id': 'x' })
    await vi.waitFor(() => expect(odd.text).toMatch(/^HTTP\/1\.1 400/))
  })

  it('give a sign of life while nothing happens', async () => {
    const lab = await start({ heartbeatMs: 30 })
    const listener = await new Listener(lab).opened()
    await vi.waitFor(() => expect(listener.text.match(/\n:\n/g)!.length).toBeGreaterThan(2))
  })

  it('are for so many clients at a time', async () => {
    const lab = await start({ maxStreams: 1 })
    const first = await new Listener(lab).opened()
    const second = new Listener(lab)
    await vi.waitFor(() => expect(second.text).toMatch(/^HTTP\/1\.1 429[\s\S]*retry-after: \d/i))
    first.socket.destroy()
    await vi.waitFor(async () =>
      expect(await (await fetch(`${lab.url}/metrics`)).text()).toContain('coelho_live_streams 0'),
    )
    await new Listener(lab).opened()
  })

  it('end when the server stops, which does not wait for them', async () => {
    const lab = await start()
    const listener = await new Listener(lab).opened()
    const begun = performance.now()
    await lab.close()
    expect(performance.now() - begun).toBeLessThan(10_000)
    await vi.waitFor(() => expect(listener.isClosed).toBe(true))
    expect(() => lab.feed.tell(dead(1))).not.toThrow()
  })
})

describe('a client that does not read', () => {
  it('is dropped, while one that reads gets everything', async () => {
    const lab = await start()
    const good = await new Listener(lab).opened()
    const slow = await new Listener(lab).opened()
    slow.socket.pause()
    const text = 'x'.repeat(50_000)
    let told = 0
    const before = process.memoryUsage.rss()
    while (!slow.isClosed && told < 1000) {
      lab.feed.tell({ ...training, training: { ...training.training, reason: `${told++}${text}` } })
      await setTimeout(1)
      if (told % 20 === 0) slow.socket.resume().pause()
      if (slow.socket.readyState === 'closed') break
      const streams = await (await fetch(`${lab.url}/metrics`)).text()
      if (streams.includes('coelho_live_streams 1\n')) break
    }
    expect(told).toBeLessThan(1000)
    expect(process.memoryUsage.rss() - before).toBeLessThan(150e6)
    await vi.waitFor(() => expect(good.ids).toHaveLength(told))
  })

  it('may take its time for what it missed', async () => {
    const lab = await start()
    const text = 'x'.repeat(5000)
    for (let n = 0; n < 400; n++) {
      lab.feed.tell({ ...training, training: { ...training.training, reason: `${n}${text}` } })
    }
    const late = new Listener(lab, '/v1/events', { 'last-event-id': '1' })
    lab.feed.tell(dead(1))
    await late.opened()
    lab.feed.tell(dead(2))
    await vi.waitFor(() => expect(late.text).toContain('"dead":2'))
    expect(late.ids.length).toBeGreaterThanOrEqual(400)
  })
})

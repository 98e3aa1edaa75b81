import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, ORDER, orderOf, startLab } from '../http/lab.test-support.js'
import { AnswerError, CoelhoClient, type ListedEvent } from './index.js'

const TOKEN = 'the-token-of-the-client'
let lab: Lab
let client: CoelhoClient
beforeAll(async () => {
  lab = await startLab({ tokens: [{ token: TOKEN, roles: ['admin'] }] })
  client = new CoelhoClient({ url: `${lab.url}/`, token: TOKEN })
})
afterAll(() => lab.close())

describe('a client', () => {
  it('asks for predictions, one and many, and for reasons', async () => {
    expect(await client.predict('orders', ORDER)).toEqual(lab.served.predict(ORDER))
    const many = await client.predictMany('orders', [ORDER, orderOf(3)], { key: 'ann' })
    expect(many).toHaveLength(2)
    expect((await client.explain('orders', ORDER)).contributions).not.toHaveLength(0)
  })

  it('teaches, once however often it is sent', async () => {
    const options = { idempotencyKey: 'once' }
    const first = await client.learn('orders', { ...ORDER, id: 'c1' }, options)
    expect(first.queued[0]).toMatchObject({ id: 'c1', kind: 'event', repeated: false })
    const again = await client.learn('orders', { ...ORDER, id: 'c1' }, options)
    expect(again.queued[0]!.repeated).toBe(true)
    expect((await client.label('orders', { of: 'c1', fraud: true })).queued[0]!.kind).toBe('label')
    const said = await client.predict('orders', { ...ORDER, id: 'c2' }, { remember: true })
    expect(said.id).toBe('c2')
  })

  it('sees what is known', async () => {
    expect((await client.models()).map(({ name }) => name)).toEqual(['orders'])
    expect((await client.info('orders')).positions).not.toHaveLength(0)
    expect((await client.report('orders')).confusion).not.toBeNull()
    expect((await client.importances('orders')).importances).not.toHaveLength(0)
    expect(await client.series('orders')).toHaveProperty('samples')
    expect(await client.schema('orders')).toHaveProperty('properties')
    expect(await client.sample('orders')).toHaveProperty('amount')
    expect(await client.deadLetters('orders', 3)).toEqual({ total: 0, letters: [] })
    expect(await client.training('orders')).toMatchObject({ state: 'elsewhere' })
    expect(await client.traffic('orders')).toMatchObject({ shares: [] })
    await expect(client.clusters('orders')).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('changes what answers', async () => {
    const { versions } = await client.versions('orders')
    const { version } = await client.pin('orders', versions[0]!.version)
    expect(version).toBe(versions[0]!.version)
    expect((await client.versions('orders')).following).toBe(false)
    await client.follow('orders')
    const state = await client.setTraffic('orders', { shares: [], shadow: version })
    expect(state.shadow).toBe(version)
    await expect(client.startTraining('orders')).rejects.toMatchObject({ status: 409 })
    await expect(client.stopTraining('orders')).rejects.toMatchObject({ status: 409 })
    await expect(client.promote('orders', 'x')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('throws what the server says', async () => {
    const stranger = new CoelhoClient({ url: lab.url })
    const error = await stranger.models().catch((thrown) => thrown)
    expect(error).toBeInstanceOf(AnswerError)
    expect(error).toMatchObject({ status: 401, code: 'unauthorized' })
    expect(error.requestId).toMatch(/\S/)
    const wrong = client.predictMany('orders', [ORDER, { id: 1 }])
    await expect(wrong).rejects.toMatchObject({ status: 422, errors: [{ index: 1 }] })
    await expect(client.info('a/../b c')).rejects.toMatchObject({ status: 404 })
  })

  it('stops asking when it is told to', async () => {
    const signal = AbortSignal.abort()
    await expect(client.models({ signal })).rejects.toThrow('abort')
  })
})

describe('live events of a client', () => {
  it('come one by one, and go on after the connection was lost', async () => {
    const stop = new AbortController()
    let connections = 0
    const first = new AbortController()
    /** The first connection is cut off after a while. */
    const flaky: typeof fetch = (input, init) => {
      const signal = AbortSignal.any([
        init!.signal!,
        ...(connections++ === 0 ? [first.signal] : []),
      ])
      return fetch(input, { ...init, signal })
    }
    const listening = new CoelhoClient({ url: lab.url, token: TOKEN, fetch: flaky })
    const seen: ListedEvent[] = []
    const tell = (dead: number) => lab.feed.tell({ kind: 'dead', model: 'orders', dead })
    const done = (async () => {
      for await (const event of listening.events({
        model: 'orders',
        types: ['dead'],
        signal: stop.signal,
      })) {
        seen.push(event)
        if (seen.length === 4) break
      }
    })()
    while (connections === 0) await setTimeout(5)
    await setTimeout(100)
    tell(1)
    while (seen.length < 1) await setTimeout(5)
    first.abort()
    tell(2)
    tell(3)
    while (seen.length < 3) await setTimeout(5)
    tell(4)
    await done
    expect(seen.map((event) => event.kind === 'dead' && event.dead)).toEqual([1, 2, 3, 4])
    expect(connections).toBe(2)
    stop.abort()
  })

  it('end when they are no longer wanted, and throw what will never change', async () => {
    const stop = new AbortController()
    const events = client.events({ signal: stop.signal })
    const next = events.next()
    await setTimeout(100)
    stop.abort()
    expect((await next).done).toBe(true)
    await expect(client.events({ model: 'none' }).next()).rejects.toMatchObject({ status: 404 })
    const stranger = new CoelhoClient({ url: lab.url, token: 'x' })
    await expect(stranger.events().next()).rejects.toMatchObject({ status: 401 })
  })
})

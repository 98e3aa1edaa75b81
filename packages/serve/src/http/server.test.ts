import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Served } from '../api/served.js'
import { ServeError } from '../api/served.js'
import type { Prediction } from '../api/shapes.js'
import { type Lab, ORDER, PREDICT, startLab } from './lab.test-support.js'
import { requestText, sendRaw } from './raw.test-support.js'
import { createServer } from './server.js'
import { createLog } from './telemetry/log.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
async function start(...args: Parameters<typeof startLab>): Promise<Lab> {
  const lab = await startLab(...args)
  closing.push(() => lab.close())
  return lab
}

const predict = (url: string, body: unknown = ORDER) =>
  fetch(url + PREDICT, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('a server', () => {
  it('tells that its port is taken', async () => {
    const { port, service } = await start()
    await expect(createServer(service, { port })).rejects.toThrow(
      `port ${port} of 127.0.0.1 is taken: choose another one by --port.`,
    )
  })

  it('is live at once, and ready when every model answers', async () => {
    const lab = await start()
    const waiting = { ...lab.served, name: 'later', isReady: false } as Served
    const models = new Map([
      ['orders', lab.served],
      ['later', waiting],
    ])
    const service = { models, subscribe: () => () => undefined, close: async () => undefined }
    const server = await createServer(service, { port: 0, drainMs: 100 })
    closing.push(() => server.close())
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    const notYet = await fetch(`${server.url}/readyz`)
    expect([notYet.status, notYet.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await fetch(`${server.url}/v2/health/ready`)).status).toBe(503)
    models.delete('later')
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  it('stops softly: not ready at once, what was asked is answered, connections end', async () => {
    const lab = await start({ drainMs: 2000 })
    let answer = () => {}
    const slow = vi.spyOn(lab.served, 'learn').mockImplementation(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return { queued: [] }
    })
    const learning = fetch(`${lab.url}/v1/models/orders/learn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ORDER),
    })
    await vi.waitFor(() => expect(slow).toHaveBeenCalled())
    const closed = lab.server.close()
    expect(lab.server.close()).toBe(closed)
    const ready = await sendRaw(lab.port, requestText({ method: 'GET', path: '/readyz' }))
    expect(ready.status).toBe(503)
    expect(ready.text).toMatch(/draining/)
    const live = requestText({ method: 'GET', path: '/livez' })
    expect((await sendRaw(lab.port, live)).status).toBe(200)
    const late = connect(lab.port, '127.0.0.1')
    late.write(live)
    const heard = async () => String((await once(late, 'data'))[0])
    expect(await heard()).not.toMatch(/connection: close/i)
    await setTimeout(600)
    expect((await sendRaw(lab.port, requestText({}))).status).toBe(0)
    late.write(requestText({ body: JSON.stringify(ORDER) }))
    expect(await heard()).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i)
    answer()
    expect((await learning).status).toBe(202)
    await closed
  })

  it('cuts off who has not ended in time', async () => {
    const lab = await start({ drainMs: 300 })
    vi.spyOn(lab.served, 'learn').mockImplementation(() => new Promise(() => {}))
    const learning = sendRaw(
      lab.port,
      requestText({ path: '/v1/models/orders/learn', body: JSON.stringify(ORDER) }),
      5000,
    )
    await setTimeout(50)
    const begun = performance.now()
    await lab.server.close()
    expect(performance.now() - begun).toBeLessThan(5000)
    expect((await learning).status).toBe(0)
  })

  it('refuses more than it can work on, and says when to come again', async () => {
    const lab = await start({ maxConcurrent: 1, maxWaiting: 1 })
    const ends: (() => void)[] = []
    vi.spyOn(lab.served, 'learn').mockImplementation(async () => {
      await new Promise<void>((resolve) => ends.push(resolve))
      return { queued: [] }
    })
    const ask = () =>
      sendRaw(lab.port, requestText({ path: '/v1/models/orders/learn', body: '{}' }), 5000)
    const [first, second] = [ask(), ask()]
    await setTimeout(100)
    const third = await ask()
    expect(third.status).toBe(429)
    expect(third.text).toMatch(/retry-after: 1\r\n/i)
    expect((await fetch(`${lab.url}/livez`)).status).toBe(200)
    for (const asked of [first, second]) {
      await vi.waitFor(() => expect(ends).not.toHaveLength(0))
      ends.shift()!()
      expect((await asked).status).toBe(202)
    }
    expect((await predict(lab.url)).status).toBe(200)
  })
})

describe('a model that goes wrong', () => {
  it('is told by an error that says nothing, and by a log that says all', async () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => void lines.push(line) })
    const lab = await start({ log })
    vi.spyOn(lab.served, 'predict').mockImplementation(() => {
      throw new Error('ENOENT: /home/ann/secret.bin')
    })
    const response = await predict(lab.url)
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toMatch(/ENOENT|secret|\.ts|at /)
    const { requestId } = JSON.parse(text)
    const [line] = lines.filter((one) => one.includes('secret.bin')).map((one) => JSON.parse(one))
    expect(line).toMatchObject({ request: requestId, msg: 'failed' })
  })

  it('never passes what is no number off as null', async () => {
    const lab = await start()
    const good = lab.served.predict(ORDER)
    const wrong: Partial<Prediction>[] = [
      { prediction: Number.NaN },
      { prediction: Number.POSITIVE_INFINITY },
      { probabilities: { true: Number.NaN } },
    ]
    for (const one of wrong) {
      vi.spyOn(lab.served, 'predict').mockReturnValue({ ...good, ...one })
      expect((await predict(lab.url)).status).toBe(500)
      expect((await predict(lab.url, [ORDER])).status).toBe(500)
    }
  })

  it('answers many by one version, though a newer one comes meanwhile', async () => {
    const lab = await start()
    const good = lab.served.predict(ORDER)
    const by = (version: number) => ({ ...good, version: { ...good.version, version } })
    let asked = 0
    vi.spyOn(lab.served, 'predict').mockImplementation(() => by(asked++ < 3 ? 1 : 2))
    vi.spyOn(lab.served, 'predictBy').mockImplementation(async (version) => by(version))
    const response = await predict(lab.url, [ORDER, ORDER, ORDER, ORDER, ORDER])
    const { predictions } = (await response.json()) as { predictions: Prediction[] }
    expect(predictions.map(({ version }) => version.version)).toEqual([1, 1, 1, 1, 1])
    expect(response.headers.get('x-model-version')).toBe('1')
  })

  it('says of many which reason it has for all', async () => {
    const lab = await start()
    vi.spyOn(lab.served, 'predict').mockImplementation(() => {
      throw new ServeError('not-ready', 'There is no version yet.')
    })
    const response = await predict(lab.url, [ORDER, ORDER])
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
  })
})

describe('the log', () => {
  it('tells who changed what and who was refused, not what was predicted', async () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => void lines.push(line) })
    const token = 'the-token-of-the-admin'
    const lab = await start({ log, tokens: [{ token, roles: ['admin'], name: 'ann' }] })
    const authorization = `Bearer ${token}`
    const headers = { authorization, 'content-type': 'application/json' }
    await fetch(`${lab.url}/v1/models/orders/follow`, { method: 'POST', headers })
    await fetch(lab.url + PREDICT, { method: 'POST', headers, body: JSON.stringify(ORDER) })
    await fetch(`${lab.url}/v1/models`, { headers: { authorization: 'Bearer wrong-wrong-wrong' } })
    const told = lines.map((line) => JSON.parse(line))
    expect(told.map(({ msg, who, status }) => [msg, who, status])).toEqual([
      ['change', 'ann', 200],
      ['refused', 'anybody', 401],
    ])
    expect(lines.join('')).not.toMatch(/wrong-wrong|the-token-of/)
  })
})

import type { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as shapes from '../../api/shapes.js'
import { type Lab, ORDER, orderOf, PREDICT, startLab } from '../lab.test-support.js'

let lab: Lab
beforeAll(async () => {
  lab = await startLab({ batchLimit: 1024 * 1024, maxEvents: 200, version: '1.2.3' })
})
afterAll(() => lab.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(lab.url + path, { headers })
const send = (path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') =>
  fetch(lab.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function read<Value>(response: Response, shape: z.ZodType<Value>): Promise<Value> {
  return shape.parse(await response.json())
}

describe('what is known of a model', () => {
  const known = [
    ['/v1/models', shapes.summaries],
    ['/v1/models/orders', shapes.info],
    ['/v1/models/orders/report', shapes.report],
    ['/v1/models/orders/importances', shapes.importances],
    ['/v1/models/orders/encoders', shapes.encoders],
    ['/v1/models/orders/series', shapes.series],
    ['/v1/models/orders/versions', shapes.versions],
    ['/v1/models/orders/training', shapes.training],
    ['/v1/models/orders/traffic', shapes.trafficState],
    ['/v1/models/orders/dead-letters', shapes.deadLetters],
  ] as const

  it.each(known)('%s has the shape that the contract says', async (path, shape) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    shape.parse(await response.json())
  })

  it('names its version in headers, and costs nothing to who has it already', async () => {
    const first = await get('/v1/models/orders/report')
    const { version } = lab.served
    expect(first.headers.get('x-model-version')).toBe(String(version.version))
    expect(first.headers.get('x-model-sha256')).toBe(version.sha256)
    const etag = first.headers.get('etag')!
    const again = await get('/v1/models/orders/report', { 'if-none-match': `"x", W/${etag}` })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('etag')).toBe(etag)
  })

  it('has a sample and a schema that a prediction takes', async () => {
    const sample = await (await get('/v1/models/orders/sample')).json()
    expect((await send(PREDICT, sample)).status).toBe(200)
    const schema = await (await get('/v1/models/orders/schema')).json()
    expect(Object.keys(schema.properties)).toEqual(['id', 'amount', 'shop', 'fraud'])
  })

  it('tells what this kind of model does not have, and models that are not there', async () => {
    const clusters = await get('/v1/models/orders/clusters')
    expect(await read(clusters, shapes.problem)).toMatchObject({ status: 501, code: 'unsupported' })
    const unknown = await get('/v1/models/none')
    expect(await read(unknown, shapes.problem)).toMatchObject({ status: 404, code: 'not-found' })
    expect(unknown.headers.get('content-type')).toBe('application/problem+json')
  })

  it('has so many dead letters as were asked for, and refuses other numbers', async () => {
    expect((await get('/v1/models/orders/dead-letters?limit=7')).status).toBe(200)
    for (const limit of ['0', '1001', 'x', '1.5']) {
      expect((await get(`/v1/models/orders/dead-letters?limit=${limit}`)).status).toBe(422)
    }
  })
})

describe('a prediction', () => {
  it('says by which version it was made, in its body and its headers', async () => {
    const response = await send(PREDICT, ORDER)
    const said = await read(response, shapes.prediction)
    expect(said).toEqual(lab.served.predict(ORDER))
    expect(response.headers.get('x-model-version')).toBe(String(said.version.version))
    expect(response.headers.get('x-model-sha256')).toBe(said.version.sha256)
  })

  it.each([
    ['a list', [ORDER, orderOf(4)]],
    ['instances', { instances: [ORDER, orderOf(4)] }],
  ])('of many comes for %s', async (_, body) => {
    const { predictions } = await read(await send(PREDICT, body), shapes.predictions)
    expect(predictions).toEqual([lab.served.predict(ORDER), lab.served.predict(orderOf(4))])
  })

  it('of many comes for lines, blank ones passed over', async () => {
    const lines = `${JSON.stringify(ORDER)}\r\n\n${JSON.stringify(orderOf(4))}\n`
    const response = await send(PREDICT, lines, { 'content-type': 'application/x-ndjson' })
    expect((await read(response, shapes.predictions)).predictions).toHaveLength(2)
  })

  it('is given of all events or of none: which cannot be used is told', async () => {
    const response = await send(PREDICT, [ORDER, { ...ORDER, amount: 'much' }, ORDER, {}])
    const { status, errors } = await read(response, shapes.problem)
    expect(status).toBe(422)
    expect(errors!.map(({ index }) => index)).toEqual([1, 3])
    expect(errors![0]!.detail).toContain('amount')
  })

  it('is not given of nothing, nor of more events than allowed', async () => {
    expect((await send(PREDICT, [])).status).toBe(422)
    expect(
      (
        await send(
          PREDICT,
          Array.from({ length: 200 }, () => ORDER),
        )
      ).status,
    ).toBe(200)
    expect(
      (
        await send(
          PREDICT,
          Array.from({ length: 201 }, () => ORDER),
        )
      ).status,
    ).toBe(413)
  })

  it('is explained by what moved it', async () => {
    const said = await read(await send('/v1/models/orders/explain', ORDER), shapes.explanation)
    const sum = said.contributions.reduce((total, one) => total + one.contribution, said.base)
    expect(sum).toBeCloseTo(said.total, 9)
    expect((await send('/v1/models/orders/explain', [ORDER])).status).toBe(422)
  })

  it('leaves the event in the log if it is to be remembered', async () => {
    const event = { ...ORDER, id: 'kept' }
    const before = (await lab.log.range('0')).end
    await send(`${PREDICT}?remember=false`, event)
    expect((await lab.log.range('0')).end).toBe(before)
    expect((await send(`${PREDICT}?remember=true`, event)).status).toBe(200)
    expect((await lab.log.range('0')).end).toBe(before + 1)
    expect((await send(`${PREDICT}?remember=perhaps`, event)).status).toBe(400)
  })

  it('takes a key of who asks, of a length that has a limit', async () => {
    expect((await send(`${PREDICT}?key=ann`, ORDER)).status).toBe(200)
    expect((await send(PREDICT, ORDER, { 'x-routing-key': 'k'.repeat(257) })).status).toBe(400)
  })
})

describe('learning', () => {
  it('takes events and labels, and says where they are in the log', async () => {
    const event = { ...ORDER, id: 'new' }
    const first = await send('/v1/models/orders/learn', event, { 'idempotency-key': 'k1' })
    expect(first.status).toBe(202)
    const { queued } = await read(first, shapes.receipt)
    expect(queued).toMatchObject([{ id: 'new', kind: 'event', repeated: false }])
    const again = await send('/v1/models/orders/learn', event, { 'idempotency-key': 'k1' })
    expect(await again.json()).toEqual({ queued: [{ ...queued[0], repeated: true }] })
    const label = await send('/v1/models/orders/learn', { of: 'new', fraud: true })
    expect((await read(label, shapes.receipt)).queued).toMatchObject([{ id: 'new', kind: 'label' }])
  })

  it('refuses what cannot be used, and keys that are none', async () => {
    expect((await send('/v1/models/orders/learn', { id: 1 })).status).toBe(422)
    const blank = await send('/v1/models/orders/learn', ORDER, { 'idempotency-key': 'a b' })
    expect(blank.status).toBe(400)
  })
})

describe('versions and training', () => {
  it('can be pinned and followed again', async () => {
    const { version } = lab.served.version
    const pinned = await send(`/v1/models/orders/versions/${version}/pin`, {})
    expect(await read(pinned, shapes.version)).toMatchObject({ version })
    expect(await (await get('/v1/models/orders/versions')).json()).toMatchObject({
      following: false,
    })
    await read(await send('/v1/models/orders/follow', {}), shapes.version)
    expect(await (await get('/v1/models/orders/versions')).json()).toMatchObject({
      following: true,
    })
    expect((await send('/v1/models/orders/versions/999/pin', {})).status).toBe(404)
    expect((await send('/v1/models/orders/versions/1e3/pin', {})).status).toBe(404)
  })

  it('are switched by who trains: here nobody', async () => {
    for (const [path, body] of [
      ['training/start', {}],
      ['training/stop', {}],
      ['training', { state: 'running' }],
      ['training', { state: 'stopped' }],
      ['promote', { contestant: 'bayes' }],
    ] as const) {
      expect((await send(`/v1/models/orders/${path}`, body)).status, path).toBe(409)
    }
    expect((await send('/v1/models/orders/training', { state: 'on' })).status).toBe(422)
  })

  it('share the requests as they are told', async () => {
    const { version } = lab.served.version
    const wanted = { shares: [{ version, share: 0.5 }], shadow: null }
    const put = await send('/v1/models/orders/traffic', wanted, {}, 'PUT')
    expect(await read(put, shapes.trafficState)).toMatchObject(wanted)
    const none = { shares: [{ version, share: 1.5 }], shadow: null }
    expect((await send('/v1/models/orders/traffic', none, {}, 'PUT')).status).toBe(422)
    await send('/v1/models/orders/traffic', { shares: [], shadow: null }, {}, 'PUT')
  })
})

describe('the contract', () => {
  it('is an OpenAPI 3.1 document with a route for each that is there, and no other', async () => {
    const document = await (await get('/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(document.info.version).toBe('1.2.3')
    expect(Object.keys(document.paths)).toContain('/v1/models/{model}/predict')
    const text = JSON.stringify(document)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas, name).toHaveProperty(name!)
    }
  })

  it('is also a page, without a script', async () => {
    const response = await get('/docs')
    const html = await response.text()
    expect(html).toContain('/v1/models/{model}/predict')
    expect(html).not.toMatch(/<script|\son\w+=|javascript:/i)
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect(html).toContain('id="overloaded"')
  })
})

describe('what is not there', () => {
  it('is told with what would be', async () => {
    const response = await get(PREDICT)
    expect(response.headers.get('allow')).toBe('POST')
    expect(await read(response, shapes.problem)).toMatchObject({ code: 'wrong-method' })
    expect((await get('/v1')).status).toBe(404)
    const head = await fetch(`${lab.url}/v1/models`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('has an id that is the one that was given, or of its trace', async () => {
    const given = await get('/v1', { 'x-request-id': 'my-id.1' })
    expect(given.headers.get('x-request-id')).toBe('my-id.1')
    expect(await given.json()).toMatchObject({ requestId: 'my-id.1' })
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const traced = await get('/v1', { traceparent: `00-${trace}-b7ad6b7169203331-01` })
    expect(traced.headers.get('x-request-id')).toBe(trace)
    const odd = await get('/v1', { 'x-request-id': '<script>' })
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]+$/)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, ORDER, orderOf, startLab } from '../lab.test-support.js'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const get = async (path: string) => {
  const response = await fetch(lab.url + path)
  return { status: response.status, body: await response.json() }
}
const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(lab.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
const events = [ORDER, orderOf(4)]
const values = () => events.map((event) => lab.served.predict(event).prediction)

describe('the Open Inference Protocol', () => {
  const column = (name: 'id' | 'amount' | 'shop', datatype: string) => ({
    name,
    datatype,
    shape: [2],
    data: events.map((event) => event[name]),
  })
  const inputs = [column('id', 'BYTES'), column('amount', 'FP64'), column('shop', 'BYTES')]

  it('tells of the server, of its models and of what they take', async () => {
    expect((await get('/v2')).body).toMatchObject({ name: 'coelho', extensions: [] })
    expect((await get('/v2/health/live')).body).toEqual({ live: true })
    expect((await get('/v2/health/ready')).body).toEqual({ ready: true })
    expect((await get('/v2/models')).body).toEqual({ models: ['orders'] })
    const { body } = await get('/v2/models/orders')
    expect(
      body.inputs.map(({ name, datatype }: { name: string; datatype: string }) => [name, datatype]),
    ).toEqual([
      ['id', 'BYTES'],
      ['amount', 'FP64'],
      ['shop', 'BYTES'],
      ['fraud', 'BOOL'],
    ])
    const version = String(lab.served.version.version)
    expect((await get(`/v2/models/orders/versions/${version}`)).body.versions).toEqual([version])
    expect((await get(`/v2/models/orders/versions/${version}/ready`)).body.ready).toBe(true)
    expect((await get('/v2/models/orders/ready')).body).toEqual({ name: 'orders', ready: true })
    expect((await get('/v2/models/orders/versions/77')).status).toBe(404)
  })

  it('has a row for each event, and a column for each property', async () => {
    const { body } = await post('/v2/models/orders/infer', { id: 'q1', inputs })
    const version = String(lab.served.version.version)
    expect(body).toMatchObject({ id: 'q1', model_name: 'orders', model_version: version })
    const [prediction, probabilities] = body.outputs
    expect(prediction).toEqual({
      name: 'prediction',
      datatype: 'BOOL',
      shape: [2],
      data: values(),
    })
    expect(probabilities).toMatchObject({ name: 'probabilities', datatype: 'FP64', shape: [2, 2] })
    const expected = lab.served.predict(events[0]).probabilities!
    const { labels } = probabilities.parameters
    expect(probabilities.data.slice(0, 2)).toEqual(labels.map((label: string) => expected[label]))
  })

  it('takes whole events as texts, and gives only the outputs that were asked for', async () => {
    const data = events.map((event) => JSON.stringify(event))
    const whole = { name: 'events', datatype: 'BYTES', shape: [2], data }
    const { body } = await post('/v2/models/orders/infer', {
      inputs: [whole],
      outputs: [{ name: 'prediction' }],
    })
    expect(body.outputs).toHaveLength(1)
    expect(body.outputs[0].data).toEqual(values())
  })

  it('asks a version by its number', async () => {
    const { version } = lab.served.version
    const asked = await post(`/v2/models/orders/versions/${version}/infer`, { inputs })
    expect(asked.body.outputs[0].data).toEqual(values())
    expect((await post('/v2/models/orders/versions/77/infer', { inputs })).status).toBe(404)
  })

  it.each([
    ['no inputs', []],
    ['other shapes', [inputs[0], { ...inputs[1], shape: [3] }]],
    ['too few data', [inputs[0], { ...inputs[1], data: [1] }]],
    ['no rows', [{ ...inputs[0], shape: [0], data: [] }]],
    ['a huge shape', [{ ...inputs[0], shape: [1e15], data: [] }]],
  ])('says in its own form what is wrong with %s', async (_, given) => {
    const { status, body } = await post('/v2/models/orders/infer', { inputs: given })
    expect([413, 422]).toContain(status)
    expect(body.error).toEqual(expect.any(String))
  })

  it('makes no prototype of a name', async () => {
    const named = { name: '__proto__', datatype: 'BYTES', shape: [2], data: [{ id: 'x' }, {}] }
    const { status } = await post('/v2/models/orders/infer', { inputs: [named] })
    expect(status).toBe(422)
  })
})

describe('drop-in hosting', () => {
  const [first, second] = events.map(({ id, amount, shop }) => ({ id, amount, shop }))
  it.each([
    ['instances', { instances: [first, second] }],
    ['records', { dataframe_records: [first, second] }],
    ['inputs', { inputs: [first, second] }],
    [
      'a split frame',
      {
        dataframe_split: {
          columns: ['id', 'amount', 'shop'],
          data: events.map(({ id, amount, shop }) => [id, amount, shop]),
        },
      },
    ],
  ])('answers %s by values', async (_, body) => {
    expect((await post('/invocations', body)).body).toEqual({ predictions: values() })
    expect((await post('/invocations', body, { 'x-model': 'orders' })).status).toBe(200)
    expect((await post('/invocations', body, { 'x-model': 'none' })).status).toBe(404)
  })

  it('answers a single event, and the form of TensorFlow Serving', async () => {
    expect((await post('/invocations', first)).body).toEqual({ predictions: [values()[0]] })
    const asked = await post('/v1/models/orders:predict', { instances: [first] })
    expect(asked.body).toEqual({ predictions: [values()[0]] })
    expect((await post('/v1/models/orders:classify', { instances: [first] })).status).toBe(404)
  })

  it('is healthy by all names that platforms have for it', async () => {
    for (const path of ['/ping', '/livez', '/healthz', '/readyz']) {
      expect((await get(path)).status, path).toBe(200)
    }
  })
})

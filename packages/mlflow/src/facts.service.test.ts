// What MLflow does, as far as this package is built on it: should a release do otherwise, a test
// of these says so.
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mlflow } from '#services/ask.js'
import { LIMITS } from './client/batch.js'
import { MlflowError } from './errors.js'
import type { Metric, Run } from './index.js'
import { all, Bench, SERVERS } from './servers.test-support.js'

const point = (step: number, value: number | string | null = 1, key = 'F1') => ({
  key,
  value,
  step,
  timestamp: 7,
})
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))

describe.each(SERVERS.slice(0, 2))('%s', (_, ask) => {
  let bench: Bench
  let run: Run

  beforeAll(async () => {
    bench = await Bench.on(ask)
    run = await bench.run()
  })

  afterAll(() => bench.client.close())

  /** What a request of log-batch comes to: 200, or a status and a code. */
  async function log(body: object, id = run.id): Promise<string> {
    const asked = bench.client.call('POST', 'runs/log-batch', { run_id: id, ...body })
    return await asked.then(
      () => '200',
      ({ status, code }: MlflowError) => `${status} ${code}`,
    )
  }
  const refused = '400 INVALID_PARAMETER_VALUE'

  it('takes 1000 metrics, 100 params, 100 tags, 1000 of all together, and no more', async () => {
    const pairs = (count: number) => many(count, (i) => ({ key: `k${i}`, value: 'v' }))
    const metrics = (count: number) => many(count, (i) => point(i))
    expect(await log({ metrics: metrics(LIMITS.metrics) })).toBe('200')
    expect(await log({ metrics: metrics(LIMITS.metrics + 1) })).toBe(refused)
    expect(await log({ params: pairs(LIMITS.params) })).toBe('200')
    expect(await log({ params: pairs(LIMITS.params + 1) })).toBe(refused)
    expect(await log({ tags: pairs(LIMITS.tags) })).toBe('200')
    expect(await log({ tags: pairs(LIMITS.tags + 1) })).toBe(refused)
    expect(await log({ metrics: metrics(950), tags: pairs(50) })).toBe('200')
    expect(await log({ metrics: metrics(950), tags: pairs(51) })).toBe(refused)
  })

  it('keeps one of metrics that are equal in key, value, timestamp and step', async () => {
    const { id } = await bench.run()
    for (const value of [0.1, 'Infinity']) {
      const points = [point(1, value), point(2, value), point(1, value)]
      for (let i = 0; i < 2; i++) expect(await log({ metrics: points }, id)).toBe('200')
    }
    // Some of them new, some there already.
    expect(await log({ metrics: [point(2, 0.1), point(3, 0.1)] }, id)).toBe('200')
    expect(await log({ metrics: [{ ...point(3, 0.1), timestamp: 8 }] }, id)).toBe('200')
    const points = await all(bench.client.runs.metricHistory(id, 'F1'))
    const of = (value: number) =>
      points.filter((one) => Object.is(one.value, value)).map(({ step }) => step)
    expect(of(0.1).sort()).toEqual([1, 2, 3, 3])
    expect(of(Number.MAX_VALUE).sort()).toEqual([1, 2])
  })

  it('keeps one of equal NaNs, or refuses all that comes with the second', async () => {
    const { id } = await bench.run()
    const both = { metrics: [point(1, 'NaN'), point(2, 0.5)] }
    expect(await log(both, id)).toBe('200')
    const again = bench.server.major === 2 ? '400 BAD_REQUEST' : '200'
    expect(await log({ metrics: [...both.metrics, point(3, 0.5)] }, id)).toBe(again)
    // Which is why this package sends such a batch in parts then.
    const metrics = [1, 2, 3, 4].map((step) => {
      return point(step, step % 3 === 1 ? Number.NaN : 0.5) as Metric
    })
    for (let i = 0; i < 2; i++) await bench.client.runs.logBatch(id, { metrics })
    const points = await all(bench.client.runs.metricHistory(id, 'F1'))
    expect(points.sort((a, b) => a.step - b.step)).toEqual(metrics)
  })

  it('refuses another value of a param, and all that comes with it', async () => {
    const { id } = await bench.run()
    const param = (key: string, value: string) => ({ key, value })
    expect(await log({ params: [param('a', '1')] }, id)).toBe('200')
    expect(await log({ params: [param('a', '1')] }, id)).toBe('200')
    const both = { params: [param('b', '1'), param('a', '2')], metrics: [point(1)] }
    expect(await log(both, id)).toBe(refused)
    const { params, metrics } = await bench.client.runs.get(id)
    expect(params).not.toHaveProperty('b')
    expect([params['a'], metrics]).toEqual(['1', {}])
  })

  it('refuses all of a batch for a null, which is what JSON makes of NaN', async () => {
    const { id } = await bench.run()
    expect(await log({ metrics: [point(1), point(2, null)] }, id)).toBe(refused)
    expect((await bench.client.runs.get(id)).metrics).toEqual({})
  })

  it('cuts long values of params and tags, and does not tell', async () => {
    const { id } = await bench.run()
    const long = (length: number) => [{ key: 'long', value: 'x'.repeat(length) }]
    expect(await log({ params: long(LIMITS.param + 1) }, id)).toBe('200')
    expect(await log({ tags: long(LIMITS.tag + 1) }, id)).toBe('200')
    const { params, tags } = await bench.client.runs.get(id)
    expect(params['long']).toHaveLength(LIMITS.param)
    expect(tags['long']).toHaveLength(LIMITS.tag)
  })

  it('has steps of 64 bits, which JSON cannot tell apart beyond 2 ** 53', async () => {
    const { id } = await bench.run()
    expect(await log({ metrics: [{ ...point(0), step: '9007199254740993' }] }, id)).toBe('200')
    const [only] = await all(bench.client.runs.metricHistory(id, 'F1'))
    expect(only!.step).toBe(9007199254740992)
    const metric: Metric = { key: 'F1', value: 1, timestamp: 0, step: 2 ** 53 }
    const refusal = bench.client.runs.logBatch(id, { metrics: [metric] })
    await expect(refusal).rejects.toThrow('the step of metric "F1" must be whole')
  })

  it('refuses aliases that read as versions, and "latest"', async () => {
    const { registry, artifacts } = bench.client
    const name = `m-${randomUUID()}`
    await registry.ensure(name)
    await artifacts.upload(run, 'm/a', 'a')
    await registry.createVersion(name, { source: `${run.artifactUri}/m`, runId: run.id })
    for (const alias of ['latest', 'v1']) {
      await expect(registry.setAlias(name, alias, '1')).rejects.toMatchObject({ status: 400 })
    }
    const outside = registry.createVersion(name, { source: '/etc/passwd', runId: run.id })
    await expect(outside).rejects.toMatchObject({ status: 400 })
  })

  it('refuses what leads out of the folder of artifacts', async () => {
    const paths = ['../x', '..%2fx', '%2e%2e/x', '%252e%252e/x', 'a/../../x', '%2fetc/x']
    for (const path of paths) {
      const address = `/api/2.0/mlflow-artifacts/artifacts/${encodeURIComponent(path)}`
      const error = await bench.client.call('PUT', address, {}).catch((error: MlflowError) => error)
      expect(error, path).toBeInstanceOf(MlflowError)
      const { status } = error as MlflowError
      expect([400, 404], path).toContain(status)
    }
  })
})

describe('MLflow 3', () => {
  let bench: Bench

  beforeAll(async () => {
    bench = await Bench.on(mlflow)
  })

  afterAll(() => bench.client.close())

  it('takes bodies of more than a million bytes, which other servers may not', async () => {
    const { id } = await bench.run()
    const params = many(100, (i) => ({ key: `k${i}`, value: 'x'.repeat(6000) }))
    const metrics = many(900, (i) => ({
      ...point(i),
      key: 'm'.repeat(240) + i,
      pad: 'x'.repeat(500),
    }))
    const body = { run_id: id, params, metrics }
    expect(JSON.stringify(body).length).toBeGreaterThan(1_200_000)
    await bench.client.call('POST', 'runs/log-batch', body)
  })

  it('does not know hosts and origins of others, and the error says what to do', async () => {
    expect(await asHost(bench.server.port, { host: 'mlflow.internal.example' })).toMatch(
      /^403 Invalid Host header/,
    )
    const origin = 'https://elsewhere.example'
    expect(await asHost(bench.server.port, { origin })).toMatch(/^403 Cross-origin/)
    expect(await asHost(bench.server.port, { host: `10.1.2.3:${bench.server.port}` })).toMatch(
      /^200/,
    )
  })

  it('keeps no parts in a folder', async () => {
    const run = await bench.run()
    const [, path = ''] = /^mlflow-artifacts:\/(.*)$/.exec(run.artifactUri) ?? []
    const address = `/api/2.0/mlflow-artifacts/mpu/create/${path}`
    const asked = bench.client.call('POST', address, { path: 'a', num_parts: 2 })
    await expect(asked).rejects.toMatchObject({ status: 501, code: 'NOT_IMPLEMENTED' })
  })

  it('says what it can do', async () => {
    const info = await bench.client.call('GET', '/api/3.0/mlflow/server-info')
    expect(info).toHaveProperty('multipart_uploads_enabled')
  })
})

function asHost(port: number, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = '/api/2.0/mlflow/experiments/search'
    const type = { 'content-type': 'application/json' }
    const asked = request(
      { port, host: '127.0.0.1', path, method: 'POST', headers: { ...type, ...headers } },
      async (answer) => {
        let text = ''
        for await (const part of answer.setEncoding('utf8')) text += part
        resolve(`${answer.statusCode} ${text}`)
      },
    )
    asked.on('error', reject).end('{"max_results":1}')
  })
}

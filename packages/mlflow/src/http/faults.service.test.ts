import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mlflow } from '#services/ask.js'
import { type Fault, FaultProxy } from '#services/proxy.js'
import { MlflowClient, MlflowError } from '../index.js'
import { all } from '../servers.test-support.js'

let proxy: FaultProxy
let direct: MlflowClient
let client: MlflowClient
let experimentId: string

beforeEach(async () => {
  const { port, uri } = await mlflow()
  proxy = await FaultProxy.before(port)
  direct = new MlflowClient({ uri })
  const address = `http://127.0.0.1:${proxy.port}`
  client = new MlflowClient({ uri: address, requestMs: 400, retryForMs: 10_000 })
  experimentId = await direct.experiments.ensure(`c-${randomUUID()}`)
})

afterEach(async () => {
  await Promise.all([client.close(), direct.close(), proxy.close()])
})

/** The first request that begins like this goes wrong in each of these ways, one by one. */
function fail(start: string, ...ways: Fault[]): void {
  proxy.onRequest = (request) => (request.startsWith(start) ? ways.shift() : undefined)
}

const answer = (status: number, headers = ''): Fault => {
  return { answer: `HTTP/1.1 ${status} no\r\n${headers}content-length: 0\r\n\r\n` }
}
const runs = () => all(direct.runs.search({ experimentIds: [experimentId] }))

describe('a client before a bad network', () => {
  it.each<[string, Fault]>([
    ['is lost', 'lose answer'],
    ['comes too late', 'hold answer'],
  ])('makes one run where the answer %s', async (_, way) => {
    fail('POST /api/2.0/mlflow/runs/create', way)
    const { id } = await client.runs.create({ experimentId })
    expect((await runs()).map((run) => run.id)).toEqual([id])
  })

  it.each<[string, Fault]>([
    ['never comes', 'hold'],
    ['is cut off', 'reset'],
    ['is refused', answer(503)],
  ])('makes one run where the request %s', async (_, way) => {
    fail('POST /api/2.0/mlflow/runs/create', way)
    const { id } = await client.runs.create({ experimentId })
    expect((await runs()).map((run) => run.id)).toEqual([id])
  })

  it('makes one version of a model where the answer is lost', async () => {
    const name = `m-${randomUUID()}`
    const run = await client.runs.create({ experimentId })
    await client.artifacts.upload(run, 'model/a', 'a')
    fail('POST /api/2.0/mlflow/registered-models/create', 'lose answer')
    await client.registry.ensure(name)
    fail('POST /api/2.0/mlflow/model-versions/create', 'lose answer')
    const wanted = { source: `${run.artifactUri}/model`, runId: run.id }
    const { version } = await client.registry.createVersion(name, wanted)
    const filter = `name = '${name}'`
    const versions = await all(direct.registry.searchVersions({ filter }))
    expect(versions.map((one) => one.version)).toEqual([version])
  })

  it('makes one experiment where an answer is lost, and says so if it cannot know', async () => {
    const name = `e-${randomUUID()}`
    fail('POST /api/2.0/mlflow/experiments/create', 'lose answer')
    const id = await client.experiments.ensure(name)
    expect((await direct.experiments.find(name))?.id).toBe(id)
    fail('POST /api/2.0/mlflow/experiments/create', 'lose answer')
    const error = await client.experiments.create(`${name}-2`).catch((error) => error)
    expect(error).toBeInstanceOf(MlflowError)
    expect(error).toMatchObject({ code: 'NO_ANSWER', mayBeDone: true, isPassing: true })
  })

  it('logs each point once, and reads, tags and uploads through all of it', async () => {
    const run = await client.runs.create({ experimentId })
    const ways: Fault[] = ['lose answer', 'hold answer', 'reset', 'hold', answer(500), answer(429)]
    fail('POST /api/2.0/mlflow/runs/log-batch', ...ways)
    const metrics = Array.from({ length: 2500 }, (_, step) => {
      return { key: 'F1', value: step / 7, step, timestamp: step }
    })
    await client.runs.logBatch(run.id, { metrics })
    fail('GET /api/2.0/mlflow/metrics/get-history', 'lose answer', 'reset', answer(502))
    expect(await all(client.runs.metricHistory(run.id, 'F1', { pageSize: 1000 }))).toEqual(metrics)
    fail('POST /api/2.0/mlflow/runs/delete-tag', 'lose answer')
    await client.runs.setTags(run.id, { gone: 'soon' })
    await client.runs.deleteTag(run.id, 'gone')
    fail('PUT /api/2.0/mlflow-artifacts', 'lose answer', 'reset', 'hold')
    await client.artifacts.upload(run, 'a.bin', new Uint8Array(1 << 20).fill(7))
    fail('GET /api/2.0/mlflow-artifacts', 'lose answer', answer(503))
    expect(await client.artifacts.read(run, 'a.bin')).toHaveLength(1 << 20)
  })

  it('waits as long as it is asked to', async () => {
    fail('GET /version', answer(429, 'retry-after: 1\r\n'))
    const before = performance.now()
    await client.version()
    expect(performance.now() - before).toBeGreaterThan(950)
  })

  it('gives up after a while, and says what the matter is', async () => {
    const { uri } = await mlflow()
    const impatient = new MlflowClient({ uri, retryForMs: 0 })
    proxy.refuse()
    const gone = new MlflowClient({ uri: client.uri, retryForMs: 200 })
    await expect(gone.version()).rejects.toThrow('is the address right, and the server up?')
    await expect(impatient.runs.get('no-such')).rejects.toMatchObject({ status: 404 })
    const nobody = new MlflowClient({ uri: 'http://127.0.0.1:1', retryForMs: 200 })
    await expect(nobody.version()).rejects.toMatchObject({ code: 'NO_ANSWER', mayBeDone: false })
    await Promise.all([impatient.close(), gone.close(), nobody.close()])
  })

  it('ends what is under way when it is closed', async () => {
    proxy.onRequest = () => 'hold'
    const patient = new MlflowClient({ uri: client.uri, retryForMs: 600_000 })
    const asked = patient.version().catch((error) => error)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await patient.close()
    expect(await asked).toBeInstanceOf(MlflowError)
  })
})

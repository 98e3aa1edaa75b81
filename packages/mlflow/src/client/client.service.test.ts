import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MlflowError } from '../errors.js'
import { all, Bench, SERVERS } from '../servers.test-support.js'

describe.each(SERVERS)('a client of %s', (_, ask) => {
  let bench: Bench

  beforeAll(async () => {
    bench = await Bench.on(ask)
  })

  afterAll(() => bench.client.close())

  it('knows which release it is', async () => {
    expect(await bench.client.version()).toMatch(new RegExp(`^${bench.server.major}\\.`))
    expect(await bench.client.majorVersion()).toBe(bench.server.major)
  })

  it('makes, finds, renames, deletes and restores experiments', async () => {
    const { experiments } = bench.client
    const name = `e-${randomUUID()}`
    const id = await experiments.create(name, { tags: { team: 'a' } })
    expect(await experiments.ensure(name)).toBe(id)
    await experiments.setTag(id, 'team', 'b')
    await experiments.rename(id, `${name}-2`)
    expect(await experiments.get(id)).toMatchObject({
      ...{ id, name: `${name}-2`, tags: { team: 'b' }, lifecycle: 'active' },
    })
    expect(await experiments.find(name)).toBeUndefined()
    await experiments.delete(id)
    expect((await experiments.find(`${name}-2`))?.lifecycle).toBe('deleted')
    const filter = `name = '${name}-2'`
    expect(await all(experiments.search({ filter }))).toEqual([])
    await experiments.restore(id)
    expect(await all(experiments.search({ filter }))).toHaveLength(1)
  })

  it("gives MLflow's code and message where it refuses", async () => {
    const error = await bench.client.runs.get('0'.repeat(32)).catch((error) => error)
    expect(error).toBeInstanceOf(MlflowError)
    expect(error).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', status: 404 })
    expect(error.message).toMatch(/^MLflow: could not get run 0+: Run with id=0+ not found \(/)
    const taken = await bench.client.experiments.create(bench.name).catch((error) => error)
    expect(taken).toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS', status: 400 })
  })

  it('gives back what was logged of a run', async () => {
    const { runs } = bench.client
    const { id } = await bench.run('logged')
    const point = (step: number, value: number) => ({ key: 'F1', value, step, timestamp: 9 + step })
    await runs.logBatch(id, {
      params: { pipeline: 'GaussianNB()', 'a b/c.d-e:f é': '1' },
      tags: { project: 'fraud' },
      metrics: [point(1, 0.1), point(2, 0.30000000000000004), point(3, Number.NaN)],
    })
    await runs.logMetric(id, 'loss', Number.NEGATIVE_INFINITY)
    await runs.setTags(id, { 'mode.x': 'x', gone: 'soon' })
    await runs.deleteTag(id, 'gone')
    await runs.update(id, { status: 'FINISHED', endTime: 1234567890123, name: 'renamed' })
    const run = await runs.get(id)
    expect(run).toMatchObject({
      ...{ id, name: 'renamed', status: 'FINISHED', endTime: 1234567890123 },
      params: { pipeline: 'GaussianNB()', 'a b/c.d-e:f é': '1' },
      tags: { project: 'fraud', 'mode.x': 'x' },
    })
    expect(run.tags).not.toHaveProperty('gone')
    expect(run.metrics['F1']).toEqual(point(3, Number.NaN))
    expect(run.metrics['loss']!.value).toBe(-Number.MAX_VALUE)
    const points = await all(runs.metricHistory(id, 'F1', { pageSize: 2 }))
    expect(points).toEqual([point(1, 0.1), point(2, 0.30000000000000004), point(3, Number.NaN)])
  })

  it('pages through runs, and finds the best', async () => {
    const experimentId = await bench.client.experiments.create(`p-${randomUUID()}`)
    for (let i = 0; i < 7; i++) {
      const { id } = await bench.client.runs.create({ experimentId, name: `r${i}` })
      await bench.client.runs.logMetric(id, 'F1', ((i * 3) % 7) / 10)
    }
    const wanted = { experimentIds: [experimentId], orderBy: ['metrics.F1 DESC'], pageSize: 3 }
    const found = await all(bench.client.runs.search({ ...wanted, filter: 'metrics.F1 > 0.15' }))
    expect(found.map(({ metrics }) => metrics['F1']!.value)).toEqual([0.6, 0.5, 0.4, 0.3, 0.2])
  })

  it('deletes runs and brings them back', async () => {
    const { runs } = bench.client
    const { id } = await bench.run()
    await runs.delete(id)
    expect((await runs.get(id)).lifecycle).toBe('deleted')
    await runs.restore(id)
    expect((await runs.get(id)).lifecycle).toBe('active')
  })

  it('makes one run for one key', async () => {
    const { experimentId } = bench
    const key = randomUUID()
    const first = await bench.client.runs.create({ experimentId, key })
    expect((await bench.client.runs.create({ experimentId, key })).id).toBe(first.id)
  })

  it('registers models and versions, and moves aliases', async () => {
    const { registry, artifacts } = bench.client
    const name = `m-${randomUUID()}`
    expect(await registry.find(name)).toBeUndefined()
    await registry.ensure(name, { description: 'a model' })
    await registry.ensure(name)
    const run = await bench.run()
    await artifacts.upload(run, 'model/a.txt', 'a')
    const wanted = { source: `${run.artifactUri}/model`, runId: run.id, tags: { how: 'promoted' } }
    const one = await registry.createVersion(name, { ...wanted, key: 'k' })
    expect(await registry.createVersion(name, { ...wanted, key: 'k' })).toMatchObject(one)
    const two = await registry.createVersion(name, wanted)
    expect([one.version, two.version]).toEqual(['1', '2'])
    await registry.setAlias(name, 'champion', '1')
    await registry.setAlias(name, 'champion', '2')
    expect((await registry.find(name))?.aliases).toEqual({ champion: '2' })
    const found = await registry.versionByAlias(name, 'champion')
    expect(found).toMatchObject({ version: '2', runId: run.id, tags: { how: 'promoted' } })
    expect(await registry.downloadUri(name, '2')).toBe(wanted.source)
    await registry.setVersionTag(name, '1', 'F1', '0.5')
    await registry.deleteVersionTag(name, '1', 'how')
    expect((await registry.getVersion(name, '1')).tags).toMatchObject({ F1: '0.5' })
    const versions = await all(registry.searchVersions({ filter: `name = '${name}'`, pageSize: 1 }))
    expect(versions.map(({ version }) => version).sort()).toEqual(['1', '2'])
    await registry.deleteAlias(name, 'champion')
    expect(await registry.versionByAlias(name, 'champion')).toBeUndefined()
    await registry.deleteVersion(name, '2')
    await registry.describe(name, 'described')
    await registry.setTag(name, 'team', 'a')
    const models = await all(registry.search({ filter: `name = '${name}'` }))
    expect(models).toMatchObject([{ name, description: 'described', tags: { team: 'a' } }])
    await registry.rename(name, `${name}-2`)
    await registry.delete(`${name}-2`)
    await registry.delete(`${name}-2`)
    expect(await registry.find(`${name}-2`)).toBeUndefined()
  })

  it('logs models as entities of their own, where the release knows them', async () => {
    const { loggedModels, runs } = bench.client
    const { experimentId } = bench
    const { id: sourceRunId } = await bench.run()
    const asked = loggedModels.create({ experimentId, name: 'fraud', sourceRunId })
    if (bench.server.major === 2) return void (await expect(asked).rejects.toThrow('HTTP 404'))
    const { id, status } = await asked
    expect(status).toBe('LOGGED_MODEL_PENDING')
    await runs.logOutputs(sourceRunId, [id])
    await loggedModels.setTags(id, { snapshot: 'a' })
    expect(await loggedModels.finish(id)).toMatchObject({ status: 'LOGGED_MODEL_READY' })
    expect(await loggedModels.get(id)).toMatchObject({ sourceRunId, tags: { snapshot: 'a' } })
    expect(await all(loggedModels.search([experimentId]))).toMatchObject([{ id }])
    await loggedModels.delete(id)
    expect(await all(loggedModels.search([experimentId]))).toEqual([])
  })
})

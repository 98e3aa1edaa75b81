import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Learning, MemoryObjects, train } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadLearning, loadModel, MlflowClient, seedStore, track } from '../index.js'
import { all, beKnownToBucket, SERVERS } from '../servers.test-support.js'
import { toyProject, toySource } from './toy.test-support.js'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-tracker-'))
})

afterAll(() => rm(folder, { recursive: true }))

const full = process.env['COELHO_FULL'] === '1'

describe.each(full ? SERVERS : SERVERS.slice(0, 2))(
  'a project that is trained before %s',
  (_, ask) => {
    const name = `p-${randomUUID().slice(0, 8)}`
    const project = toyProject(name)
    let client: MlflowClient
    const problems: string[] = []

    beforeAll(async () => {
      client = new MlflowClient({ uri: (await ask()).uri })
      await beKnownToBucket()
    })

    afterAll(() => client.close())

    async function training(events: number, store = new MemoryObjects()) {
      const tracker = await track(project, {
        mlflow: { uri: client.uri },
        ...{ store, folder, everyEvents: 100, tags: { team: 'a' } },
        onProblem: (text) => problems.push(text),
      })
      const source = await toySource(events)
      const every = { everyEvents: 200, everyMs: 1e9 }
      const { learning } = await train(project, {
        ...{ source, store, untilDrained: true, ...every, ...tracker.hooks },
      })
      return { learning, state: await tracker.finish({ withinMs: 200_000 }) }
    }

    async function runs() {
      const { id } = (await client.experiments.find(name))!
      return await all(client.runs.search({ experimentIds: [id], orderBy: ['start_time ASC'] }))
    }

    it('is a run: params, tags, metrics over the events, files', async () => {
      const { learning, state } = await training(2000)
      expect(problems).toEqual([])
      expect(state).toMatchObject({ waiting: 0, refused: 0, dropped: 0 })
      const [run, ...others] = await runs()
      expect(others).toEqual([])
      const { tags } = (await client.experiments.find(name))!
      expect(tags['mlflow.experimentKind']).toBe('custom_model_development')
      expect(run).toMatchObject({
        status: 'FINISHED',
        params: { pipeline: String(project.options.pipeline()), best_by: 'F1', cooldown: 'null' },
        tags: { project: name, training_mode: 'fresh', team: 'a', 'coelho.events': '2000' },
      })
      expect(JSON.parse(run!.params['schema']!).properties).toHaveProperty('shop')
      expect(run!.tags['mlflow.source.git.commit']).toMatch(/^[0-9a-f]{40}$/)
      const points = await all(client.runs.metricHistory(run!.id, 'F1'))
      // Each 100 events, though a checkpoint was written each 200.
      expect(points).toHaveLength(20)
      // In no order: PostgreSQL is not asked for one.
      const last = points.find(({ step }) => step === 2000)
      expect(last).toMatchObject({ value: learning.leader.valueOf('F1') })
      expect(Math.max(...points.map(({ step }) => step))).toBe(2000)
      expect(run!.metrics['same/F1']!.value).toBe(learning.leader.valueOf('F1'))
      expect(run!.metrics['events/dead']!.value).toBe(0)
      const files = (await all(client.artifacts.walk(run!))).map(({ path }) => path)
      expect(files).toEqual(
        expect.arrayContaining([
          ...['classification_report.txt', 'confusion_matrix.json', 'encoder_codes.json'],
          ...['metrics.json', 'model/MLmodel', 'model/snapshot.coelho', 'plots/F1.svg'],
          ...['plots/confusion_matrix.svg', 'project/pipeline.txt', 'project/schema.json'],
        ]),
      )
      const told = JSON.parse(String(await client.artifacts.read(run!, 'metrics.json')))
      expect(told.contestants.champion.F1).toBe(learning.leader.valueOf('F1'))
      const codes = JSON.parse(String(await client.artifacts.read(run!, 'encoder_codes.json')))
      expect(Object.values(codes)).toMatchObject([
        {
          shop: [
            ['north', 1],
            ['south', 2],
          ],
        },
      ])
    })

    it('has a champion in the registry, which loads as the model it was', async () => {
      const [run] = await runs()
      const { learning, version } = await loadLearning(`models:/${name}@champion`, client)
      expect(version).toMatchObject({ runId: run!.id, tags: { 'coelho.events': '2000' } })
      expect(learning.counts.events).toBe(2000)
      const model = await loadModel(`models:/${name}@champion`, { uri: client.uri })
      const event = { a: 90, shop: 'north' }
      expect(model.predictOne!(event)).toBe(learning.leader.model.predictOne!(event))
      expect(model.predictOne!(event)).toBe(true)
      const ofRun = await loadModel(`runs:/${run!.id}/model`, client)
      expect(String(ofRun)).toBe(String(model))
      await expect(loadModel(`models:/${name}@no-such`, client)).rejects.toMatchObject({
        status: 404,
      })
    })

    it('goes on from its best run, and moves the champion only for a better one', async () => {
      const [best] = await runs()
      const before = await client.registry.versionByAlias(name, 'champion')
      const { learning } = await training(300)
      const [, second] = await runs()
      const baseline = String(best!.metrics['F1']!.value)
      expect(second!.tags).toMatchObject({
        ...{ training_mode: 'continued', continued_from_run: best!.id, baseline_F1: baseline },
      })
      expect(learning.leader.valueOf('F1')).toBeLessThan(best!.metrics['F1']!.value)
      const after = await client.registry.versionByAlias(name, 'champion')
      expect(after!.version).toBe(before!.version)
      const store = new MemoryObjects()
      expect((await seedStore(project, client, { store }))?.id).toBe(best!.id)
      expect(await seedStore(project, client, { store })).toBeUndefined()
      const seeded = await training(4000, store)
      expect(seeded.learning.counts.events).toBe(6000)
      const better = await client.registry.versionByAlias(name, 'champion')
      expect(better!.tags).toMatchObject({ 'coelho.events': '6000' })
      expect(better!.version).not.toBe(before!.version)
      expect(problems).toEqual([])
    })

    it('has a version for each promotion', async () => {
      const store = new MemoryObjects()
      const tracker = await track(project, { mlflow: { uri: client.uri }, store, folder })
      await train(project, {
        source: await toySource(500),
        store,
        untilDrained: true,
        ...tracker.hooks,
      })
      const { Checkpoints, Claim } = await import('@coelho/runtime')
      const checkpoints = new Checkpoints(store, name)
      const learning = Learning.load((await checkpoints.newest())!.snapshot)
      const takeover = learning.promote('same', project)
      const fresh = () => learning.save()
      const { claim } = await Claim.take(checkpoints, { writer: 'test', fresh })
      const { positions, events } = claim.manifest
      const snapshot = learning.save()
      const manifest = await claim.save({
        ...{ snapshot, positions, events, order: [], isBeyondReplay: true },
      } as never)
      tracker.hooks.onEvent(takeover, '')
      tracker.hooks.onSaved(manifest, learning.counts, learning, '')
      await tracker.finish({ withinMs: 200_000 })
      const champion = await client.registry.versionByAlias(name, 'champion')
      expect(champion!.tags).toMatchObject({
        ...{ 'coelho.champion': 'same', 'coelho.how': 'promoted', 'coelho.why': 'manual' },
      })
      const loaded = await loadLearning(`models:/${name}@champion`, client)
      expect(loaded.learning.champion).toBe('same')
    })
  },
)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Checkpoints,
  defineProject,
  FileObjects,
  LogSource,
  MemoryLog,
  MemoryObjects,
  train,
} from '@coelho/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '../api/shapes.js'
import {
  type AnyOf,
  orderOf,
  orders,
  Shopfront,
  visitOf,
  visits,
  wayOf,
  ways,
} from './shopfront.test-support.js'

const fronts: Shopfront[] = []
afterEach(async () => {
  await Promise.all(fronts.splice(0).map(({ served }) => served.close()))
})

async function open(project: AnyOf, ...more: unknown[]): Promise<Shopfront> {
  const front = new Shopfront(project, ...(more as []))
  fronts.push(front)
  await front.served.start()
  return front
}

const many = <Event>(count: number, of: (i: number) => Event, from = 0) =>
  Array.from({ length: count }, (_, i) => of(from + i))

describe('a project that is served', () => {
  it('may be one partition of a project whose partitions are learned apart', async () => {
    const [log, store] = [new MemoryLog(2), new MemoryObjects()]
    const events = many(400, orderOf).map((event, time) => ({
      ...{ key: event.shop, value: JSON.stringify(event), time },
    }))
    await log.append(events)
    const source = new LogSource(log)
    const { shards } = await train(orders, {
      ...{ source, store, sharding: 'partition', untilDrained: true },
    })
    expect(shards).toHaveLength(2)
    const learned = await Promise.all(
      [0, 1].map(async (partition) => {
        const name = `orders.${partition}`
        const { served } = await open(defineProject({ ...orders.options, name }), store)
        expect(served.predict(orderOf(1)).version.model).toBe(name)
        return served.version.events
      }),
    )
    expect(learned.toSorted()).toEqual([134, 266])
  })

  it('is not ready before there is a version, and says so', async () => {
    const { served } = await open(orders)
    expect(served.isReady).toBe(false)
    expect(served.summary()).toMatchObject({ ready: false, version: null, events: 0 })
    expect(() => served.predict(orderOf(1))).toThrow('has no version yet')
  })

  it('answers by the newest version, and says which that is', async () => {
    const front = await open(orders)
    const first = await front.serve(many(500, orderOf))
    const said = front.served.predict({ id: 'new', amount: 90, shop: 'north' })
    expect(said).toMatchObject({ id: 'new', prediction: true })
    expect(said.probabilities!['true']).toBeGreaterThan(0.5)
    expect(said.version).toMatchObject({ model: 'orders', version: first, events: 500 })
    await front.serve(many(100, orderOf, 500))
    expect(front.served.version.events).toBe(600)
  })

  it('predicts what the trainer itself would, to the bit', async () => {
    const front = await open(ways)
    await front.serve(many(200, wayOf))
    const { learning } = (await newest(front)).current
    const { prediction } = front.served.predict({ id: 7, km: 4.5 })
    expect(prediction).toBe(learning.leader.model.predictOne!({ km: 4.5 }))
  })

  it('refuses what is no event of it, and says why', async () => {
    const front = await open(orders)
    await front.serve(many(10, orderOf))
    expect(() => front.served.predict({ id: 'x', amount: 'much', shop: 's' })).toThrow(/amount/)
    expect(() => front.served.predict({ of: 'o1', fraud: true })).toThrow('is a label, no event')
    expect(() => front.served.predict(null)).toThrow()
  })

  it('serves on by the version before where one is damaged, and says so once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-served-'))
    const front = await open(orders, new FileObjects(folder))
    const good = await front.serve(many(100, orderOf))
    const { manifest } = await new Checkpoints(front.store, 'orders').read(good)
    await front.store.create(
      `orders/gen/${String(good + 1).padStart(16, '0')}`,
      new TextEncoder().encode(JSON.stringify({ ...manifest, generation: good + 1, format: 9 })),
    )
    await vi.waitFor(() => expect(front.notes).toHaveLength(1))
    expect(front.notes[0]).toContain(`version ${good + 1} of orders is not served`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(front.notes).toHaveLength(1)
    expect(front.served.version.version).toBe(good)
    expect(front.served.info().damaged).toMatchObject([{ version: good + 1 }])
    await front.serve(many(50, orderOf, 100))
    await rm(folder, { recursive: true })
  })

  it('goes on answering while its store does not, and says so once', async () => {
    const store = new MemoryObjects()
    const front = await open(orders, store)
    await front.serve(many(100, orderOf))
    const list = store.list.bind(store)
    store.list = async () => {
      throw new Error('the store is away')
    }
    await vi.waitFor(() => expect(front.notes).toEqual(['the store is away']))
    expect(front.served.predict(orderOf(3)).prediction).toBe(false)
    store.list = list
    await vi.waitFor(() => expect(front.notes).toHaveLength(2))
    expect(front.notes[1]).toContain('answers again')
  })

  it('stays at a version it is told, and follows again', async () => {
    const front = await open(orders)
    const first = await front.serve(many(100, orderOf))
    const second = await front.serve(many(100, orderOf, 100))
    expect(await front.served.pin(first)).toMatchObject({ version: first, events: 100 })
    const third = await front.learn(many(100, orderOf, 200))
    await vi.waitFor(async () => {
      expect((await front.served.versions())[0]).toMatchObject({ version: third, newest: true })
      expect(front.served.state.newest?.facts.version).toBe(third)
    })
    expect(front.served.predict(orderOf(1)).version.version).toBe(first)
    expect(front.served.summary()).toMatchObject({ pinned: true, events: 300 })
    const rows = await front.served.versions()
    expect(rows.filter(({ serving }) => serving)).toMatchObject([{ version: first, pinned: true }])
    expect((await front.served.predictBy(second, orderOf(1))).version.version).toBe(second)
    expect(await front.served.follow()).toMatchObject({ version: third })
    await expect(front.served.pin(9999)).rejects.toThrow(/version 9999: .*There are: /)
    expect(front.served.series().markers.map(({ text }) => text)).toEqual([
      `held at version ${first}`,
      'follows the newest version',
    ])
  })

  it('takes what is to be learned into the log: all of a request, once', async () => {
    const front = await open(orders)
    await front.serve(many(100, orderOf))
    const { id, amount, shop } = orderOf(100)
    const asked = await front.served.learn([{ id, amount, shop }, orderOf(101)], 'key-1')
    expect(asked.queued).toMatchObject([
      { id: 'o100', kind: 'event', partition: '0', offset: 100, repeated: false },
      { id: 'o101', kind: 'event', partition: '0', offset: 101, repeated: false },
    ])
    const again = await front.served.learn([{ id, amount, shop }, orderOf(101)], 'key-1')
    expect(again.queued.map(({ offset, repeated }) => [offset, repeated])).toEqual([
      [100, true],
      [101, true],
    ])
    await expect(front.served.learn([orderOf(102), { id: 'o103' }])).rejects.toThrow('event 1: ')
    const late = await front.served.learn([{ of: 'o100', fraud: true }])
    expect(late.queued).toMatchObject([{ id: 'o100', kind: 'label', offset: 102 }])
    await front.serve()
    expect(front.served.info().counts).toMatchObject({ events: 103, matched: 1, orphans: 0 })
  })

  it('tells over its feed of versions and of how it stands', async () => {
    const front = await open(orders)
    const heard: LiveEvent[] = []
    const stop = front.served.subscribe(({ event }) => heard.push(event))
    await front.serve(many(300, orderOf))
    expect(heard.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['sample', 'version']))
    const { samples } = front.served.series()
    expect(samples.at(-1)).toMatchObject({ events: 300, dead: 0 })
    expect(Object.keys(samples.at(-1)!.metrics)).toEqual(['champion', 'bayes'])
    stop()
    const before = heard.length
    await front.serve(many(300, orderOf, 300))
    expect(heard).toHaveLength(before)
    const missed: number[] = []
    front.served.subscribe(({ id }) => missed.push(id), 1)()
    expect(missed[0]).toBe(2)
  })

  it('says how it did over the last events, beside the whole', async () => {
    const front = await open(orders)
    await front.serve(many(1000, orderOf))
    const wrong = (i: number) => ({ ...orderOf(i), fraud: !orderOf(i).fraud })
    await front.serve(many(200, wrong, 1000))
    const { recent, windowEvents, metrics } = front.served.series().samples.at(-1)!
    expect(windowEvents).toBe(200)
    expect(recent['Accuracy']!).toBeLessThan(metrics['champion']!['Accuracy']! - 0.2)
  })
})

describe('what is to be seen of a version', () => {
  it('explains a prediction by parts that add up to it', async () => {
    const front = await open(orders)
    await front.serve(many(600, orderOf))
    const event = { id: 'q', amount: 95, shop: 'north' }
    const { base, total, contributions, probabilities, kind, label } = front.served.explain(event)
    expect(kind).toBe('probability')
    const sum = contributions.reduce((all, { contribution }) => all + contribution, base)
    expect(sum).toBeCloseTo(total, 12)
    expect(total).toBeCloseTo(probabilities![String(label)]!, 12)
    expect(contributions.map(({ feature }) => feature)).toContain('amount')
    expect(front.served.importances().importances![0]!.importance).toBeGreaterThan(0)
  })

  it('explains the sum of a linear model, by the features as the model sees them', async () => {
    const front = await open(ways)
    await front.serve(many(200, wayOf))
    const { kind, base, total, contributions, prediction } = front.served.explain({ id: 1, km: 9 })
    expect(kind).toBe('score')
    expect(base + contributions[0]!.contribution).toBeCloseTo(total, 12)
    expect(total).toBeCloseTo(prediction as number, 12)
  })

  it('says what cannot be told', async () => {
    const front = await open(visits)
    await front.serve(many(100, visitOf))
    expect(() => front.served.explain(visitOf(1))).toThrow('cannot tell why')
    expect(front.served.importances().importances).toBeNull()
    await expect(front.served.promote('x')).rejects.toThrow('its trainer is another process')
    const other = await open(ways)
    await other.serve(many(10, wayOf))
    await expect(other.served.clusters()).rejects.toThrow('has no groups')
  })

  it('counts who was taken for what', async () => {
    const front = await open(orders)
    await front.serve(many(500, orderOf))
    const { confusion, classes, text, errors } = await front.served.report()
    const total = confusion!.matrix.flat().reduce((sum, count) => sum + count, 0)
    expect(total).toBe(499) // of the first nothing could be said
    expect(classes!.map(({ label }) => label).sort()).toEqual(['false', 'true'])
    expect(classes!.reduce((sum, { support }) => sum + support, 0)).toBe(total)
    expect(text).toContain('Precision')
    expect(errors).toBeNull()
  })

  it('counts how far numbers are off, from what was said before they were learned', async () => {
    const front = await open(ways)
    await front.serve(many(100, wayOf))
    expect((await front.served.report()).errors).toBeNull()
    const said = many(50, (i) => [String(i), wayOf(i).minutes - 1] as const)
    front.served.hear({ kind: 'look', look: look(front), said })
    const { errors } = await front.served.report()
    expect(errors!.counts.reduce((sum, count) => sum + count, 0)).toBe(50)
    const at = errors!.counts.indexOf(50)
    expect(errors!.edges[at]!).toBeLessThanOrEqual(1)
    expect(errors!.edges[at + 1]!).toBeGreaterThanOrEqual(1)
  })

  it('tells its groups: how many, what they are like, where they lie', async () => {
    const front = await open(visits)
    await front.serve(many(400, visitOf))
    const { clusters, of, map } = await front.served.clusters()
    expect(of).toBe(400)
    expect(clusters.map(({ count }) => count)).toEqual([300, 100])
    expect(clusters[1]!.profile['c']).toBe(10)
    expect(clusters[0]!.centre['a']).toBeLessThan(1)
    expect(map.explained).toBeGreaterThan(0.99)
    const [left, right] = map.centres
    expect(Math.hypot(left!.x - right!.x, left!.y - right!.y)).toBeCloseTo(Math.sqrt(300), 0)
  })

  it('tells the codes of its encoders, the schema of its events, and one of these', async () => {
    const front = await open(orders)
    await front.serve(many(50, orderOf))
    expect(front.served.encoders()).toEqual([
      {
        encoder: 'TransformerUnion/Pipeline/OrdinalEncoder',
        codes: {
          shop: [
            { category: 'north', code: 1 },
            { category: 'south', code: 2 },
          ],
        },
      },
    ])
    expect(front.served.schema()).toMatchObject({
      title: 'orders',
      required: ['id', 'amount', 'shop'],
      'x-known-later': ['fraud'],
    })
    const event = (await front.served.sampleEvent()) as Record<string, unknown>
    expect(Object.keys(event)).toEqual(['id', 'amount', 'shop'])
  })
})

describe('requests over several versions', () => {
  it('go by their shares, one who asks again to the same', async () => {
    const front = await open(orders)
    const old = await front.serve(many(100, orderOf))
    const now = await front.serve(many(100, orderOf, 100))
    await front.served.setTraffic({ shares: [{ version: old, share: 0.3 }], shadow: null })
    const ask = (i: number) => front.served.predict(orderOf(i), `user-${i % 500}`).version.version
    const first = many(1000, ask)
    expect(many(1000, ask)).toEqual(first)
    const share = first.filter((version) => version === old).length / 1000
    expect(share).toBeGreaterThan(0.24)
    expect(share).toBeLessThan(0.36)
    expect(new Set(first)).toEqual(new Set([old, now]))
  })

  it('are judged by the labels that come, also of a shadow that nobody hears', async () => {
    const front = await open(orders)
    const old = await front.serve(many(20, orderOf))
    await front.serve(many(600, orderOf, 20))
    await front.served.setTraffic({ shares: [], shadow: old })
    for (const event of many(100, orderOf, 1000)) {
      front.served.predict(event)
      await front.served.learn([{ of: event.id, fraud: event.fraud }])
    }
    const { arms } = front.served.traffic()
    expect(arms).toMatchObject([
      { role: 'newest', predictions: 100, judged: 100 },
      { role: 'shadow', version: old, predictions: 100, judged: 100 },
    ])
    expect(arms[1]!.disagreements).toBeGreaterThan(0)
    expect(arms[0]!.metrics['Accuracy']!).toBeGreaterThan(arms[1]!.metrics['Accuracy']!)
  })

  it('cannot be more than all', async () => {
    const front = await open(orders)
    const version = await front.serve(many(20, orderOf))
    const shares = [
      { version, share: 0.6 },
      { version, share: 0.6 },
    ]
    await expect(front.served.setTraffic({ shares, shadow: null })).rejects.toThrow('add up to 1')
    const missing = { shares: [{ version: 777, share: 0.5 }], shadow: null }
    await expect(front.served.setTraffic(missing)).rejects.toThrow('version 777')
    expect(front.served.traffic().shares).toEqual([])
  })
})

async function newest(front: Shopfront): Promise<Shopfront['served']['state']> {
  return front.served.state
}

function look({ served }: Shopfront): Parameters<typeof served.state.meet>[0] {
  return { ...served.state.latest!, events: served.state.latest!.events }
}

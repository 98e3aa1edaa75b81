import { setTimeout as sleep } from 'node:timers/promises'
import { Checkpoints, MemoryObjects, train } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { TestCluster } from './cluster.test-support.js'
import { project } from './projects.test-support.js'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
})

afterAll(() => cluster.close())

describe("workers that share a topic's partitions", () => {
  it('learn a model of each, once each event, while one joins and one leaves', async () => {
    const topic = await cluster.topic(4)
    const store = new MemoryObjects()
    const work = () => {
      const stop = new AbortController()
      const sharding = 'partition'
      const source = cluster.source({ topics: [topic], groupId: topic, sharding, sessionMs: 1500 })
      const ended = train(project, { source, store, everyMs: 50, signal: stop.signal })
      return { stop: () => stop.abort(), ended }
    }
    const shards = [0, 1, 2, 3].map((index) => `killed.${index}`)
    const newest = () =>
      Promise.all(
        shards.map(async (name) => (await new Checkpoints(store, name).newest())?.manifest),
      )
    const learned = async (count: number) => {
      for (let sum = 0; sum < count; await sleep(20)) {
        sum = (await newest()).reduce((all, manifest) => all + (manifest?.events ?? 0), 0)
        expect(sum).toBeLessThanOrEqual(count)
      }
    }
    const first = work()
    await cluster.fill(topic, 1000)
    await learned(1000)
    const second = work()
    await sleep(1500)
    await cluster.fill(topic, 1000, 1000)
    await learned(2000)
    first.stop()
    const { length } = (await first.ended).shards
    expect(length).toBeGreaterThan(0)
    await cluster.fill(topic, 1000, 2000)
    await learned(3000)
    second.stop()
    expect((await second.ended).shards).toHaveLength(4)
    for (const [index, manifest] of (await newest()).entries()) {
      expect(manifest!.positions).toMatchObject([
        { partition: `${topic}/${index}`, next: manifest!.events },
      ])
    }
  }, 60_000)
})

import { afterEach, describe, expect, it } from 'vitest'
import { FakeCluster } from '../driver/fake-driver.test-support.js'
import { KafkaLog } from './kafka-log.js'

const cluster = () => Object.assign(new FakeCluster(), { ends: [25, 5] })
let log: KafkaLog | undefined

afterEach(() => log?.close())

function open(driver: FakeCluster, topics = [driver.topic]): KafkaLog {
  log = new KafkaLog({ brokers: ['fake:1'], topics, driver })
  return log
}

describe('topics as a log', () => {
  it('say what partitions they have, and how far each goes', async () => {
    const log = open(cluster())
    expect(await log.partitions()).toEqual(['events/0', 'events/1'])
    expect(await log.range('events/1')).toEqual({ partition: 'events/1', start: 0, end: 5 })
    expect(await log.ranges()).toEqual([
      { partition: 'events/0', start: 0, end: 25 },
      { partition: 'events/1', start: 0, end: 5 },
    ])
  })

  it('are read on from where a batch ended, and end where they do', async () => {
    const log = open(cluster())
    const offsets: number[] = []
    let at = 0
    for (
      let batch = await log.read('events/0', at);
      batch;
      batch = await log.read('events/0', at)
    ) {
      expect(batch.from).toBe(at)
      offsets.push(...batch.records.map(({ offset }) => offset))
      at = batch.next
    }
    expect(offsets).toEqual(Array.from({ length: 25 }, (_, i) => i))
    expect(at).toBe(25)
  })

  it('are fetched once for runs that lie in one batch, each partition by itself', async () => {
    const driver = cluster()
    const log = open(driver)
    await log.read('events/0', 0)
    await log.read('events/1', 0)
    const { records, next } = (await log.read('events/0', 7))!
    expect(records.map(({ offset }) => offset)).toEqual([7, 8, 9])
    expect({ next, fetches: driver.fetches }).toEqual({ next: 10, fetches: 2 })
    await log.read('events/0', 10)
    expect(driver.fetches).toBe(3)
  })

  it('say so where something is not there', async () => {
    const driver = Object.assign(cluster(), { start: 10 })
    const log = open(driver)
    await expect(log.read('events/0', 3)).rejects.toThrow(/partition events\/0 has no offset 3/)
    await expect(log.range('events/7')).rejects.toThrow(/no partition events\/7/)
    await expect(open(driver, ['others']).partitions()).rejects.toThrow(/no topic others/)
  })

  it('ask again where what was asked has moved', async () => {
    const driver = Object.assign(cluster(), { fetchError: 6 })
    expect(await open(driver).read('events/0', 0)).toMatchObject({ from: 0, next: 10 })
    expect(driver).toMatchObject({ fetches: 2, looks: 2 })
  })

  it('ask who leads once for as long as that one answers', async () => {
    const driver = cluster()
    const log = open(driver)
    for (const from of [0, 10, 20]) await log.read('events/0', from)
    await log.read('events/1', 0)
    expect(driver).toMatchObject({ fetches: 4, looks: 1 })
  })

  it('have a partition that was added', async () => {
    const driver = cluster()
    const log = open(driver)
    await log.read('events/0', 0)
    driver.ends.push(3)
    expect(await log.read('events/2', 0)).toMatchObject({ partition: 'events/2', next: 3 })
    expect(driver.looks).toBe(2)
  })
})

import { randomUUID } from 'node:crypto'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { Installation } from './installation.test-support.js'
import { CONFIG, GENERATOR, PROJECT } from './payments.test-support.js'

let coelho: Installation
let admin: Admin
let brokers = ''

beforeAll(async () => {
  coelho = await Installation.make()
  await coelho.write('coelho.config.ts', CONFIG)
  await coelho.write('projects/payments.ts', PROJECT)
  await coelho.write('projects/generator.ts', GENERATOR)
  const { brokers: list } = await kafka()
  brokers = list.join(',')
  admin = new Kafka({ brokers: list, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
})

afterAll(async () => {
  await admin?.disconnect()
  await coelho?.remove()
})

async function makeTopic(partitions: number): Promise<string> {
  const topic = `cli-${randomUUID().slice(0, 8)}`
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true })
  return topic
}

/** The last line of JSON it wrote; it ended well. */
async function last(...args: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await coelho.run(...args)
  expect({ code, err }).toMatchObject({ code: 0 })
  return JSON.parse(out.trim().split('\n').at(-1)!)
}

describe('the command line and a broker', () => {
  it('generate and learn a topic to the state of a log, also after a kill -9', async () => {
    const topic = await makeTopic(1)
    const place = ['--brokers', brokers, '--topic', topic]
    const seeded = ['--count', '4000', '--seed', 'kafka', '--label-delay', '1s']
    const made = await last('generate', ...place, ...seeded)
    expect(made).toMatchObject({ events: 4000, labels: 4000, to: `kafka:${topic}` })
    const train = ['train', '--until-end', '--checkpoint-every', '500', '--store']
    const group = ['--group', `g-${topic}`]
    const running = coelho.start(...train, 'of-kafka', ...place, ...group)
    await new Promise((resolve) => running.child.stdout?.once('data', resolve))
    running.child.kill('SIGKILL')
    await running.ended
    expect(await last(...train, 'of-kafka', ...place, ...group)).toMatchObject({ events: 8000 })
    await coelho.run('generate', '--log', 'same', ...seeded)
    await last(...train, 'of-log', '--log', 'same')
    const [kafka, log] = [
      await last('inspect', '--store', 'of-kafka', '--json'),
      await last('inspect', '--store', 'of-log', '--json'),
    ]
    expect(kafka['state']).toEqual(log['state'])
  })

  it('learn a model for each partition where that is asked for', async () => {
    const topic = await makeTopic(2)
    const place = ['--brokers', brokers, '--topic', topic]
    await last('generate', ...place, '--count', '1000')
    const train = [
      'train',
      ...place,
      '--until-end',
      '--store',
      'of-shards',
      '--group',
      `g-${topic}`,
    ]
    await last(...train, '--sharding', 'partition')
    let events = 0
    for (const partition of [0, 1]) {
      const shard = `payments.${partition}`
      const facts = await last('inspect', '--store', 'of-shards', '--project', shard, '--json')
      expect(facts).toMatchObject({ project: shard })
      events += Number(facts['events'])
    }
    expect(events).toBe(1000)
  })

  it('verify against it, and tell topics what was said and what cannot be used', async () => {
    const [topic, dead, said] = [await makeTopic(2), await makeTopic(1), await makeTopic(1)]
    const place = ['--brokers', brokers, '--topic', topic]
    await last('generate', ...place, '--count', '1000', '--malformed', '0.02')
    const outlets = ['--dead-letter-topic', dead, '--prediction-topic', said]
    const train = ['train', ...place, '--until-end', '--group', `g-${topic}`, '--store', 'of-news']
    const told = await last(...train, ...outlets)
    const verified = await last('verify', '--store', 'of-news', ...place, '--json')
    expect(verified).toMatchObject({ replayed: 1000, isSame: true })
    const count = async (name: string) => Number((await admin.fetchTopicOffsets(name))[0]!.high)
    expect(await count(dead)).toBe(told['dead'])
    expect(await count(dead)).toBeGreaterThan(0)
    expect(await count(said)).toBe(1000 - (await count(dead)))
  })

  it('say so where news cannot go anywhere', async () => {
    const place = ['train', '--log', 'same', '--store', 'nowhere']
    const nowhere = await coelho.run(...place, '--prediction-topic', 'said')
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('needs --brokers') })
    const both = ['--dead-letters', 'a.jsonl', '--dead-letter-topic', 'dead']
    const twice = await coelho.run(...place, '--brokers', brokers, ...both)
    expect(twice).toMatchObject({ code: 2, err: expect.stringContaining('give one of') })
  })

  it('end by Ctrl-C with a checkpoint', async () => {
    const topic = await makeTopic(1)
    const place = ['--brokers', brokers, '--topic', topic]
    await last('generate', ...place, '--count', '100')
    const running = coelho.start('train', ...place, '--store', 'of-stop', '--group', `g-${topic}`)
    await new Promise((resolve) => running.child.stdout?.once('data', resolve))
    await last('generate', ...place, '--count', '50', '--seed', 'more')
    running.child.kill('SIGINT')
    const { code, out } = await running.ended
    expect(code).toBe(0)
    const { events } = JSON.parse(out.trim().split('\n').at(-1)!)
    const facts = await last('inspect', '--store', 'of-stop', '--json')
    expect(facts).toMatchObject({ events })
  })

  it('say so where a topic is to be learned to its end that is not there', async () => {
    const place = ['--brokers', brokers, '--topic', 'cli-nowhere', '--store', 'nowhere']
    const { code, err } = await coelho.run('train', '--until-end', ...place)
    expect(err).toContain('there is no topic cli-nowhere')
    expect(code).toBe(11)
  })

  it('wait for a topic that is to come, and say so', async () => {
    const topic = `cli-${randomUUID().slice(0, 8)}`
    const place = ['--brokers', brokers, '--topic', topic, '--store', `of-${topic}`]
    const running = coelho.start('train', ...place)
    const told = new Promise((resolve) => running.child.stderr?.once('data', resolve))
    expect(String(await told)).toContain(`the topic ${topic} is not there: waiting for it`)
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true })
    await last('generate', '--brokers', brokers, '--topic', topic, '--count', '500')
    await new Promise((resolve) => running.child.stdout?.once('data', resolve))
    running.child.kill('SIGINT')
    await running.ended
    expect(await last('inspect', '--store', `of-${topic}`, '--json')).toMatchObject({ events: 500 })
  }, 60_000)

  it('say so when there is no such topic', async () => {
    const nowhere = ['--brokers', brokers, '--topic', 'no-such-topic', '--count', '1']
    const generated = await coelho.run('generate', ...nowhere)
    expect(generated).toMatchObject({
      ...{ code: 11, err: expect.stringContaining('there is no such topic. Make it') },
    })
  })
})

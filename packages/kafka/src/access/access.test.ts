import { inspect } from 'node:util'
import { fromEnv } from '@coelho/runtime'
import { describe, expect, it } from 'vitest'
import { createClient } from '../driver/client.js'
import { KafkaProducer } from '../producer/kafka-producer.js'
import { KafkaSource, type KafkaSourceOptions } from '../source/kafka-source.js'

const SECRET = 'never-to-be-seen-4711'
const least = { brokers: ['localhost:9092'], topics: ['events'], groupId: 'g' }
const refusal = (given: object) => {
  try {
    new KafkaSource({ ...least, ...given } as KafkaSourceOptions)
  } catch (error) {
    return (error as Error).message
  }
  return 'it was taken'
}

describe('a secret', () => {
  it('is in no listing of what holds it', () => {
    process.env['COELHO_TEST_SECRET'] = SECRET
    const password = fromEnv('COELHO_TEST_SECRET')
    const sasl = { mechanism: 'plain', username: 'me', password } as const
    const source = new KafkaSource({ ...least, sasl, ssl: { key: password } })
    const producer = new KafkaProducer({ brokers: least.brokers, sasl })
    const client = createClient(source.options)
    const deep = { depth: 20, showHidden: true, getters: false }
    for (const holder of [source, producer, source.options]) {
      expect(inspect(holder, deep)).not.toContain(SECRET)
      expect(JSON.stringify(holder)).not.toContain(SECRET)
    }
    expect(inspect(client, { depth: 20 })).not.toContain(SECRET)
  })

  it('is refused as text, and not repeated', () => {
    const told = refusal({ sasl: { mechanism: 'plain', username: 'me', password: SECRET } })
    expect(told).toContain('"sasl.password" must come by fromEnv(name) or fromFile(path)')
    expect(told).not.toContain(SECRET)
    const tls = refusal({ ssl: { key: SECRET } })
    expect(tls).toContain('"ssl.key" must come by fromEnv')
    expect(tls).not.toContain(SECRET)
  })
})

describe('options of a source', () => {
  it('are refused with what they must be', () => {
    const password = fromEnv('X')
    expect(
      [
        refusal({ brokers: [] }),
        refusal({ brokers: ['localhost'] }),
        refusal({ topics: [] }),
        refusal({ topics: ['a', 'a'] }),
        refusal({ topics: ['a b'] }),
        refusal({ groupId: '' }),
        refusal({ sharding: 'both' }),
        refusal({ sessionMs: 5 }),
        refusal({ ssl: 'yes' }),
        refusal({ sasl: { mechanism: 'plain', username: 'me' } }),
        refusal({ sasl: { mechanism: 'oauthbearer', username: 'me', password } }),
        refusal({ sasl: { mechanism: 'kerberos' } }),
        refusal({ topic: 'a' }),
      ].map((text) => text.replace(/; known options.*/, '').slice(0, 85)),
    ).toMatchInlineSnapshot(`
      [
        "KafkaSource: option "brokers" must be a list of "host:port", got [].",
        "KafkaSource: option "brokers" must be a list of "host:port", got "localhost".",
        "KafkaSource: option "topics" must be a list of topics, each once, got [].",
        "KafkaSource: option "topics" must be a list of topics, each once, got ["a", "a"].",
        "KafkaSource: option "topics" must be a list of topics, each once, got "a b".",
        "KafkaSource: option "groupId" must have a name, got "".",
        "KafkaSource: option "sharding" must be one of "single", "partition", got "both".",
        "KafkaSource: option "sessionMs" must be an integer of at least 1000, got 5.",
        "KafkaSource: option "ssl" must be true, false, or an object of certificates.",
        "KafkaSource: option "sasl" needs a username and a password for plain.",
        "KafkaSource: option "sasl.token" must be a function, and there is no password.",
        "KafkaSource.sasl: option "mechanism" must be one of "plain", "scram-sha-256", "scram-",
        "KafkaSource: option "topic" is unknown",
      ]
    `)
  })

  it('have defaults for all but brokers, topics and group', () => {
    const { options, name, sharding } = new KafkaSource(least)
    expect({ name, sharding }).toEqual({ name: 'kafka:events', sharding: 'single' })
    expect(options).toMatchObject({
      sessionMs: 10_000,
      patienceMs: 120_000,
      requestTimeoutMs: 5000,
    })
  })
})

describe('a producer', () => {
  it('is refused with a compression that has no codec, before anything is sent', () => {
    const { brokers } = least
    for (const compression of ['snappy', 'lz4', 'zstd'] as const) {
      expect(() => new KafkaProducer({ brokers, compression })).toThrow('needs a codec: set')
    }
    expect(() => new KafkaProducer({ brokers, compression: 'gzip' })).not.toThrow()
  })
})

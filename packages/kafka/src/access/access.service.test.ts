import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, promisify } from 'node:util'
import { fromEnv, fromFile } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start, tool } from '#services/kafka.mjs'
import { freePort } from '#services/launch.mjs'
import { FaultProxy } from '#services/proxy.js'
import { follow, TestCluster } from '../cluster.test-support.js'
import { KafkaProducer } from '../producer/kafka-producer.js'
import { KafkaSource } from '../source/kafka-source.js'
import type { Access } from './access.js'

const SECRET = 'never-to-be-seen-0815'
const PASSWORD = 'COELHO_TEST_PASSWORD'
const run = promisify(execFile)

let folder: string
let broker: Awaited<ReturnType<typeof start>>
let proxy: FaultProxy
let cluster: TestCluster
let access: Access

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-kafka-access-'))
  const store = join(folder, 'broker.p12')
  const keytool = (...args: string[]) =>
    run('keytool', [...args, '-alias', 'broker', '-keystore', store, '-storepass', 'changeit'])
  await keytool(
    ...['-genkeypair', '-keyalg', 'EC', '-dname', 'CN=localhost', '-validity', '30'],
    ...['-ext', 'san=ip:127.0.0.1,dns:localhost'],
  )
  await keytool('-exportcert', '-rfc', '-file', join(folder, 'ca.pem'))
  const port = await freePort()
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule'
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule'
  const on = 'listener.name.proxied'
  broker = await start({
    dataDir: join(folder),
    proxyPort: port,
    settings: [
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:SASL_SSL,CONTROLLER:PLAINTEXT',
      `${on}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512`,
      `${on}.plain.sasl.jaas.config=${login} required user_me="${SECRET}";`,
      `${on}.scram-sha-512.sasl.jaas.config=${scram} required;`,
      ...[`${on}.ssl.keystore.location=${store}`, `${on}.ssl.keystore.type=PKCS12`],
      ...[`${on}.ssl.keystore.password=changeit`, `${on}.ssl.key.password=changeit`],
    ],
  })
  proxy = await FaultProxy.before(broker.proxied!, port)
  cluster = await TestCluster.at(broker.brokers)
  process.env[PASSWORD] = SECRET
  access = {
    brokers: [`127.0.0.1:${port}`],
    ssl: { ca: fromFile(join(folder, 'ca.pem')) },
    sasl: { mechanism: 'plain', username: 'me', password: fromEnv(PASSWORD) },
  }
}, 120_000)

afterAll(async () => {
  await cluster?.close()
  await proxy?.close()
  await broker?.kill()
  await rm(folder, { recursive: true, force: true })
})

describe('a cluster that wants TLS and a password', () => {
  it('is written and read by those who have both', async () => {
    const topic = await cluster.topic()
    const producer = new KafkaProducer(access)
    await producer.write([{ topic, value: 'a' }])
    await producer.close()
    const lines: string[] = []
    const log = (line: string) => void lines.push(line)
    const source = new KafkaSource({ ...access, topics: [topic], groupId: topic, log })
    const feed = await source.open()
    let seen = 0
    await follow(feed, ({ records }) => {
      seen += records.length
    })
    expect(seen).toBe(1)
    const shown = inspect([source, feed, producer, lines], { depth: 20, showHidden: true })
    expect(shown).not.toContain(SECRET)
    expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toContain('CERTIFICATE')
  }, 60_000)

  it('is had by SCRAM, which never sends the password', async () => {
    await tool('kafka.admin.ConfigCommand', [
      ...['--bootstrap-server', broker.brokers.join(), '--alter'],
      ...['--add-config', `SCRAM-SHA-512=[password=${SECRET}]`],
      ...['--entity-type', 'users', '--entity-name', 'other'],
    ])
    const topic = await cluster.topic()
    await cluster.fill(topic, 10)
    const read = async (name: string) => {
      const source = new KafkaSource({
        ...access,
        sasl: { mechanism: 'scram-sha-512', username: name, password: fromEnv(PASSWORD) },
        ...{ topics: [topic], groupId: topic },
      })
      let seen = 0
      await follow(await source.open(), ({ records }) => {
        seen += records.length
      })
      return seen
    }
    expect(await read('other')).toBe(10)
    await expect(read('me')).rejects.toThrow(/[Aa]uthentication/)
  }, 60_000)

  it('is refused at once to who has another password, and no line tells which', async () => {
    process.env['COELHO_TEST_OTHER'] = `${SECRET}-not`
    const topic = await cluster.topic()
    const lines: string[] = []
    const source = new KafkaSource({
      ...access,
      sasl: { mechanism: 'plain', username: 'me', password: fromEnv('COELHO_TEST_OTHER') },
      ...{ topics: [topic], groupId: topic, log: (line) => void lines.push(line) },
    })
    const feed = await source.open()
    const error = await feed.next().catch((error) => error)
    expect(error).toMatchObject({ name: 'SourceError', exitCode: 11 })
    expect(error.message).toMatch(/[Aa]uthentication/)
    await feed.close()
    expect(inspect([error, lines], { depth: 20 })).not.toContain(SECRET)
  }, 60_000)

  it('is not spoken to where its certificate is not known', async () => {
    const { ssl, ...others } = access
    const options = { topics: ['any'], groupId: 'any', ssl: true, patienceMs: 1000 }
    const feed = await new KafkaSource({ ...others, ...options }).open()
    await expect(feed.next()).rejects.toThrow(/certificate/)
    await feed.close()
  }, 60_000)
})

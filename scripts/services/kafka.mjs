// A real Apache Kafka broker on this machine, for tests and benchmarks: one node, KRaft, no
// container. Each broker has a folder of its own; what dies takes its broker with it.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from '../lib/cache.mjs'
import { program } from '../lib/debian.mjs'
import { capture, succeed } from '../lib/run.mjs'
import { freePort, launch, untilReady } from './launch.mjs'

/** COELHO_KAFKA_VERSION=3.9.1 tries another release. */
const VERSION = process.env.COELHO_KAFKA_VERSION ?? '4.1.0'

/**
 * @typedef {object} Paths
 * @property {string} java
 * @property {string} jars The folder with the broker's jars.
 * @property {string} formatted An empty data folder, as the broker wants to find it.
 */

/**
 * @typedef {object} StartOptions
 * @property {number} [port] Where clients connect; a free one unless told.
 * @property {string} [dataDir] What the broker keeps; a folder that goes with it unless told.
 * @property {number} [proxyPort] Where a proxy stands: who comes through it is sent back to it.
 * @property {readonly string[]} [settings] Lines for server.properties, after ours.
 * @property {readonly string[]} [jvm] Options for Java, after ours.
 */

/**
 * @typedef {object} Broker
 * @property {string[]} brokers For clients: `host:port`.
 * @property {number} port
 * @property {number | undefined} proxied The port a proxy at `proxyPort` has to forward to.
 * @property {string} dataDir
 * @property {number} pid
 * @property {() => Promise<void>} stop Ends it in good order.
 * @property {() => Promise<void>} kill Ends it as a crash does; its folder stays if it was told.
 */

/** What a broker for tests has in common with no other: it is small, quick and forgets nothing. */
const settings = [
  'process.roles=broker,controller',
  'node.id=1',
  'controller.listener.names=CONTROLLER',
  'inter.broker.listener.name=PLAINTEXT',
  'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'auto.create.topics.enable=false',
  'default.replication.factor=1',
  'offsets.topic.replication.factor=1',
  'offsets.topic.num.partitions=4',
  'transaction.state.log.replication.factor=1',
  'transaction.state.log.min.isr=1',
  'transaction.state.log.num.partitions=4',
  'group.initial.rebalance.delay.ms=0',
  'group.min.session.timeout.ms=1000',
  'log.cleaner.backoff.ms=500',
  'log.cleaner.dedupe.buffer.size=8388608',
  'log.retention.check.interval.ms=1000',
  'log.retention.ms=-1', // events of tests are as old as they like
  'file.delete.delay.ms=1000',
  'num.network.threads=2',
  'num.io.threads=2',
  'controlled.shutdown.enable=false',
  'broker.heartbeat.interval.ms=500',
  'broker.session.timeout.ms=3000', // one that was killed is back only after that
]

const jvm = [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:-UsePerfData',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
]

/**
 * Finds Java, and gets the broker's jars once, about 50 MB from Maven's repository.
 *
 * @returns {Promise<Paths>}
 */
export async function install() {
  const java = await program({
    names: ['java'],
    variable: 'COELHO_JAVA',
    packages: ['default-jre-headless'],
  })
  const fetch = (making) => fetchJars(java, making)
  const folder = await cached(`kafka-${VERSION}-with-tools`, fetch)
  return { java, jars: join(folder, 'lib'), formatted: join(folder, 'formatted') }
}

/**
 * Starts a broker and waits until it answers. Started again with the `port` and `dataDir` of one
 * that was killed it goes on where that one was.
 *
 * @param {StartOptions} [options]
 * @returns {Promise<Broker>}
 */
export async function start(options = {}) {
  const { java, jars, formatted } = await install()
  const { proxyPort } = options
  const port = options.port ?? (await freePort())
  const proxied = proxyPort === undefined ? undefined : await freePort()
  const folder = options.dataDir ?? mkdtempSync(join(tmpdir(), 'coelho-kafka-'))
  const data = join(folder, 'data')
  if (!existsSync(data)) cpSync(formatted, data, { recursive: true })
  const config = join(folder, 'server.properties')
  writeFileSync(config, await properties({ port, proxied, proxyPort, data }, options.settings))

  const args = [...jvm, ...(options.jvm ?? []), '-cp', join(jars, '*'), 'kafka.Kafka', config]
  const made = options.dataDir === undefined
  const server = await launch(java, args, {
    log: join(folder, 'broker.log'),
    ...(made ? { owned: folder } : {}),
  })

  /** @param {Promise<void>} ended */
  async function clear(ended) {
    await ended
    if (made) rmSync(folder, { recursive: true, force: true })
  }
  const kill = () => clear(server.kill())

  // It accepts connections some time before it lists itself.
  const listsItself = async () => (await brokersKnown(port)) > 0
  try {
    await untilReady(server, listsItself, { name: 'Kafka' })
  } catch (error) {
    await kill()
    throw error
  }
  const addresses = { brokers: [`127.0.0.1:${port}`], port, proxied, dataDir: folder }
  return { ...addresses, pid: server.pid, stop: () => clear(server.stop(15_000)), kill }
}

/**
 * What one of Kafka's own programs prints: a second opinion on what a topic holds.
 *
 * @param {string} name Of its class: `org.apache.kafka.tools.consumer.ConsoleConsumer`.
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
export async function tool(name, args) {
  const { java, jars } = await install()
  const told = await capture(java, ['-Xmx256m', '-cp', join(jars, '*'), name, ...args])
  return told.stdout
}

async function properties({ port, proxied, proxyPort, data }, more = []) {
  const controller = await freePort()
  const at = (number) => `127.0.0.1:${number}`
  const listeners = [`PLAINTEXT://${at(port)}`]
  const advertised = [`PLAINTEXT://${at(port)}`]
  if (proxied !== undefined) {
    listeners.push(`PROXIED://${at(proxied)}`)
    advertised.push(`PROXIED://${at(proxyPort)}`)
  }
  const own = [
    `listeners=${[...listeners, `CONTROLLER://${at(controller)}`].join(',')}`,
    `advertised.listeners=${advertised.join(',')}`,
    `controller.quorum.voters=1@${at(controller)}`,
    `log.dirs=${data.replaceAll('\\', '/')}`,
  ]
  return [...settings, ...own, ...more, ''].join('\n')
}

/** How many brokers a broker knows, by a request for metadata of no topic; 0 without an answer. */
function brokersKnown(port) {
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + 4 + 1)
  request.writeInt32BE(request.length - 4, 0)
  request.writeInt16BE(3, 4) // Metadata
  request.writeInt16BE(4, 6) // its version; then a correlation id, no client id, no topics
  request.writeInt16BE(-1, 12)
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(request))
    let answer = Buffer.alloc(0)
    const tell = (count) => {
      socket.destroy()
      resolve(count)
    }
    socket.setTimeout(1000, () => tell(0))
    socket.once('error', () => tell(0))
    socket.once('close', () => tell(0))
    socket.on('data', (bytes) => {
      answer = Buffer.concat([answer, bytes])
      // Size, correlation id, throttle time, then the brokers.
      if (answer.length >= 16) tell(answer.readInt32BE(12))
    })
  })
}

async function fetchJars(java, folder) {
  console.log(`  Fetching Apache Kafka ${VERSION} with Maven, about 50 MB.`)
  const maven = await program({
    names: ['mvn'],
    variable: 'COELHO_MAVEN',
    packages: ['maven'],
  })
  const jars = join(folder, 'lib')
  mkdirSync(jars)
  writeFileSync(join(folder, 'pom.xml'), pom)
  const copy = [
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${jars}`,
  ]
  await run(maven, ['-q', '-B', '-f', join(folder, 'pom.xml'), ...copy])
  await format(java, folder)
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>coelho</groupId>
  <artifactId>broker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-tools</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`

async function format(java, making) {
  const data = join(making, 'formatted')
  const config = join(making, 'format.properties')
  writeFileSync(config, await properties({ port: await freePort(), data }))
  const tool = ['-cp', join(making, 'lib', '*'), 'kafka.tools.StorageTool']
  await run(java, [...tool, 'format', '-t', 'Y29lbGhvLWZvci10ZXN0cw', '-c', config])
}

function run(command, args) {
  return succeed(command, args, { timeoutMs: 600_000 })
}

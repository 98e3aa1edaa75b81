// A real Apache Kafka broker on this machine, for tests and benchmarks: one node, KRaft, no
// container. Each broker has a folder of its own; what dies takes its broker with it.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { capture, onPath, root } from '../lib/run.mjs'

const VERSION = '4.1.0'
const cache = process.env.COELHO_CACHE ?? join(root, '.cache')

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
  const folder = join(cache, 'services', `kafka-${VERSION}-with-tools`)
  const java = await program('java', 'COELHO_JAVA', 'default-jre-headless')
  if (!existsSync(folder)) await fetchJars(java, folder)
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

  const log = join(folder, 'broker.log')
  const args = [...jvm, ...(options.jvm ?? []), '-cp', join(jars, '*'), 'kafka.Kafka', config]
  const child = spawnBound(java, args, log)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)

  /** @param {'SIGTERM' | 'SIGKILL'} signal */
  async function end(signal) {
    child.kill(signal)
    const timer = setTimeout(killNow, 15_000)
    await ended
    clearTimeout(timer)
    process.off('exit', killNow)
    if (options.dataDir === undefined) rmSync(folder, { recursive: true, force: true })
  }

  try {
    await answers(port, child)
  } catch (error) {
    const told = existsSync(log) ? readFileSync(log, 'utf8').slice(-4000) : ''
    await end('SIGKILL')
    throw new Error(`Kafka did not start: ${error.message}\n${told}`)
  }
  const brokers = [`127.0.0.1:${port}`]
  const addresses = { brokers, port, proxied, dataDir: folder, pid: child.pid ?? 0 }
  return { ...addresses, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
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

/** A port nobody listens at. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
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

/** A program that the system ends when we end, however we do, where the system can. */
function spawnBound(command, args, log) {
  const out = openSync(log, 'a')
  const binder = process.platform === 'linux' ? onPath('setpriv') : undefined
  const [program, ...rest] = binder
    ? [binder, '--pdeathsig', 'KILL', command, ...args]
    : [command, ...args]
  return spawn(program, rest, { stdio: ['ignore', out, out] })
}

/** Waits until the broker lists itself: it accepts connections some time before. */
async function answers(port, child) {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`Java ended with ${child.exitCode}`)
    if ((await brokersKnown(port)) > 0) return
    await sleep(50)
  }
  throw new Error('it gave no answer for a minute')
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

/** Everything is made beside its place first: what is there is whole. */
async function fetchJars(java, folder) {
  console.log(`  Fetching Apache Kafka ${VERSION} with Maven, about 50 MB.`)
  const maven = await program('mvn', 'COELHO_MAVEN', 'maven')
  const making = `${folder}.${randomUUID()}`
  const jars = join(making, 'lib')
  mkdirSync(jars, { recursive: true })
  writeFileSync(join(making, 'pom.xml'), pom)
  const copy = [
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${jars}`,
  ]
  await run(maven, ['-q', '-B', '-f', join(making, 'pom.xml'), ...copy])
  await format(java, making)
  try {
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(folder)) throw error // else another process was faster
  }
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

async function run(command, args) {
  const { code, stdout, stderr } = await capture(command, args, { timeoutMs: 600_000 })
  if (code === 0) return
  throw new Error(`${command} ${args[0]} ended with ${code}:\n${stdout.slice(-2000)}${stderr}`)
}

/** A program by its variable, on the PATH, or from Debian's packages. */
async function program(name, variable, debian) {
  const found = process.env[variable] ?? onPath(name)
  if (found) return found
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Error(`${name} is not here: install it, or set ${variable} to its path`)
  }
  console.log(`  Installing Debian's ${debian} with apt-get; ${variable}=path uses yours.`)
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 }
  await capture('apt-get', ['update', '-qq'], quiet)
  const wanted = ['install', '-y', '-qq', '--no-install-recommends', debian]
  const { stderr } = await capture('apt-get', wanted, quiet)
  const command = onPath(name)
  if (command) return command
  throw new Error(`apt-get install ${debian} did not work: ${stderr.trim().split('\n').at(-1)}`)
}

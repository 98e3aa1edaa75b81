// All of it at once, as it is meant to be run: events go to Kafka, each project is trained by a
// process of its own that keeps its versions in S3 and tells MLflow, a server follows the store,
// and somebody looks at it in a browser.
import { randomUUID } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MlflowClient } from '@coelho/mlflow'
import { Kafka, logLevel } from 'kafkajs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { kafka, minio, mlflow } from '#services/ask.js'
import { openBrowser } from '#services/browser.js'
import type { Info, Series } from './api/shapes.js'
import { Installation, type Running } from './installation.test-support.js'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const NAMES = ['fraud', 'arrival', 'shop'] as const
const DRIFT_AT = 4000
const EVENTS = 8000

let coelho: Installation
let browser: Browser
let brokers = ''
let store = ''
let tracking = ''
const prefix = `whole-${randomUUID().slice(0, 8)}`
const running: Running[] = []

beforeAll(async () => {
  const examples = join(dirname(fileURLToPath(import.meta.url)), '../../../examples')
  const [installed, opened, broker, bucket, server] = await Promise.all([
    Installation.make(),
    openBrowser(),
    kafka(),
    minio(),
    mlflow(),
  ])
  coelho = installed
  browser = opened
  for (const name of NAMES) {
    await cp(join(examples, name, 'project.ts'), coelho.path(`${prefix}-${name}.ts`))
  }
  await coelho.write('coelho.config.ts', configOf())
  brokers = broker.brokers.join(',')
  const { endpoint, region } = bucket
  store = `s3://${bucket.bucket}/${prefix}?${new URLSearchParams({ endpoint, region })}`
  Object.assign(coelho.env, {
    AWS_ACCESS_KEY_ID: bucket.accessKeyId,
    AWS_SECRET_ACCESS_KEY: bucket.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    MLFLOW_EXPERIMENT_NAME: prefix,
  })
  tracking = server.uri
  const admin = new Kafka({ brokers: broker.brokers, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = NAMES.map((name) => ({ topic: topicOf(name), numPartitions: 2 }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
})

afterAll(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL')
    await ended
  }
  await browser?.close()
  await coelho?.remove()
})

const topicOf = (name: string) => `${prefix}-${name}`

function configOf(): string {
  const imports = NAMES.map((name) => `import ${name} from './${prefix}-${name}.js'`).join('\n')
  const topics = Object.fromEntries(NAMES.map((name) => [name, topicOf(name)]))
  return `${imports}
    import { cards, shop as clicks, trips } from '@coelho/runtime/generator'
    import { defineConfig } from '@coelho/serve'
    export default defineConfig({
      projects: [fraud, arrival, shop],
      generators: { fraud: cards, arrival: trips, shop: clicks },
      kafka: { topics: ${JSON.stringify(topics)} },
    })`
}

function start(...args: string[]): Running {
  const one = coelho.start(...args)
  running.push(one)
  return one
}

async function until<Value>(
  look: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  return vi.waitFor(
    async () => {
      const value = await look()
      if (value === undefined) throw new Error(running.map(({ told }) => told.err).join(''))
      return value
    },
    { timeout: 200_000, interval: 200 },
  )
}

describe('all of it together', () => {
  it('learns from Kafka, and shows in a browser what changes while it does', async () => {
    for (const name of NAMES) {
      const place = ['-p', name, '--brokers', brokers, '--topic', topicOf(name)]
      const every = ['--checkpoint-interval', '1s', '--mlflow', tracking]
      start('train', ...place, '--store', store, '--group', topicOf(name), ...every)
    }
    const server = start('serve', '--store', store, '--brokers', brokers, '--port', '0')
    const url = await until(() => /^http:\S+$/m.exec(server.told.out)?.[0])
    const page = await open(url)

    for (const name of NAMES) {
      const place = ['-p', name, '--brokers', brokers, '--topic', topicOf(name)]
      const world = ['--count', String(EVENTS), '--drift', String(DRIFT_AT), '--seed', 'whole']
      start('generate', ...place, ...world, '--rate', '400')
    }
    const seen = await until(() => numberIn(page))
    await until(async () => {
      const now = await numberIn(page)
      return now !== undefined && now > seen ? now : undefined
    })

    const get = async <Answer>(path: string) =>
      (await fetch(`${url}/v1/models${path}`)).json() as Promise<Answer>
    for (const name of NAMES) {
      const all = await until(async () => {
        const info = await get<Info>(`/${name}`)
        return info.counts?.events === EVENTS && info.lag === 0 ? info : undefined
      })
      expect(all.training.state).toBe('elsewhere')
      expect(all.version!.events).toBe(EVENTS)
    }
    const drifts = driftsOf(await get<Series>('/arrival/series'))
    const found = drifts.find(({ event }) => event >= DRIFT_AT && event < DRIFT_AT + 2000)
    expect(found, JSON.stringify(drifts)).toBeDefined()
    const shown = new Intl.NumberFormat('en').format(found!.event)
    await page.goto(`${url}/#/arrival`)
    await page.getByText(shown).first().waitFor()
    await expectInMlflow()
  })
})

async function open(url: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(url)
  await page.getByTestId('connection').getByText('live').waitFor()
  return page
}

/** Events that the first project has learned, as the page says; nothing before there are some. */
async function numberIn(page: Page): Promise<number | undefined> {
  const text = await page.getByTestId('events').first().innerText()
  const number = Number(text.replace(/\D/g, ''))
  return number > 0 ? number : undefined
}

function driftsOf({ markers }: Series): Series['markers'] {
  return markers.filter(({ kind }) => kind === 'drift')
}

/** Each project has a run there, with points of its metric. */
async function expectInMlflow(): Promise<void> {
  const client = new MlflowClient({ uri: tracking })
  const experimentId = await client.experiments.ensure(prefix)
  const projects: (string | undefined)[] = []
  for await (const run of client.runs.search({ experimentIds: [experimentId] })) {
    projects.push(run.tags['project'])
  }
  expect(projects.sort()).toEqual([...NAMES].sort())
  await client.close()
}

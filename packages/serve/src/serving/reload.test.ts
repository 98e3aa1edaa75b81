// Versions that change while many ask: H1 to H3 of what a server owes.
import { Agent, request } from 'node:http'
import { dummy, metrics, stats } from '@coelho/learners'
import { Checkpoints, defineProject, Learning, MemoryObjects } from '@coelho/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Prediction } from '../api/shapes.js'
import { createServer, type HttpServer } from '../http/server.js'
import { LiveService } from './live-service.js'
import { Shopfront } from './shopfront.test-support.js'

const isFull = process.env['COELHO_FULL'] !== undefined
vi.setConfig({ testTimeout: isFull ? 300_000 : 60_000 })

/** What it says is the mean of what it learned: each version says another number. */
const means = defineProject({
  name: 'means',
  schema: z.object({ id: z.number(), y: z.number().optional() }),
  id: ({ id }) => id,
  knownLater: ['y'],
  features: ({ id }) => ({ id }),
  label: ({ y }) => y,
  pipeline: () => new dummy.StatisticRegressor({ statistic: new stats.Mean() }),
  metric: () => metrics.bundle('regression'),
  bestBy: 'MAE',
})

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function open(): Promise<{ front: Shopfront; server: HttpServer }> {
  const front = new Shopfront(means, new MemoryObjects())
  await front.served.start()
  const service = new LiveService([front.served], front.feed)
  const server = await createServer(service, { port: 0, maxDelayMs: 10_000 })
  opened.push(service, server)
  return { front, server }
}

interface Said {
  readonly status: number
  readonly answer: Prediction
}

/** Asks over one connection. */
class Client {
  private readonly agent: Agent = new Agent({ keepAlive: true, maxSockets: 1 })
  private readonly url: string

  constructor({ url }: HttpServer) {
    this.url = `${url}/v1/models/means`
  }

  post(path: string, body: object = {}): Promise<Said> {
    const headers = { 'content-type': 'application/json', 'x-coelho': '1' }
    return new Promise((resolve, reject) => {
      const asked = request(
        this.url + path,
        { method: 'POST', agent: this.agent, headers },
        (got) => {
          let text = ''
          got.setEncoding('utf8').on('data', (part) => (text += part))
          got.on('end', () => resolve({ status: got.statusCode!, answer: JSON.parse(text) }))
        },
      )
      asked.on('error', reject)
      asked.end(JSON.stringify(body))
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

/** Learns some more, so that the next version says another number. */
function nextVersion(front: Shopfront, round: number): Promise<number> {
  return front.learn(Array.from({ length: 5 }, (_, i) => ({ id: 5 * round + i, y: round * round })))
}

/** What each version in the store says. */
async function saidBy({ store }: Shopfront): Promise<Map<number, unknown>> {
  const checkpoints = new Checkpoints(store, 'means')
  const numbers = await checkpoints.generations()
  const versions = await Promise.all(numbers.map((number) => checkpoints.read(number)))
  return new Map(
    versions.map(({ manifest, snapshot }) => {
      const { leader } = Learning.load(snapshot)
      return [manifest.generation, leader.model.predictOne!({ id: 1 })]
    }),
  )
}

/** What went against the promises in what one connection was told. */
function breaches(said: readonly Said[], means: ReadonlyMap<number, unknown>): string[] {
  let before = 0
  return said.flatMap(({ status, answer }) => {
    if (status !== 200) return [`status ${status}`]
    const { version } = answer.version
    const wrong: string[] = []
    if (version < before) wrong.push(`version ${version} after ${before}`)
    if (means.get(version) !== answer.prediction) {
      wrong.push(`version ${version} said ${answer.prediction}, not ${means.get(version)}`)
    }
    before = version
    return wrong
  })
}

describe('a version that changes under load', () => {
  const connections = isFull ? 50 : 16
  const reloads = isFull ? 200 : 15
  const everyMs = isFull ? 300 : 80

  it('answers each request from one version, fails none, and never goes back', async () => {
    const { front, server } = await open()
    const reload = async (round: number) => {
      const version = await nextVersion(front, round)
      await vi.waitFor(() => expect(front.served.version.version).toBe(version), { interval: 1 })
    }
    await reload(1)
    let isOver = false
    const clients = Array.from({ length: connections }, () => new Client(server))
    const all = clients.map(async (client) => {
      const said: Said[] = []
      while (!isOver) said.push(await client.post('/predict', { id: 1 }))
      client.close()
      return said
    })
    for (let round = 2; round <= reloads + 1; round++) {
      await reload(round)
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    isOver = true
    const told = await Promise.all(all)
    const expected = await saidBy(front)
    expect(new Set(expected.values()).size).toBe(reloads + 2) // and the one that knows nothing
    expect(told.flatMap((said) => breaches(said, expected))).toEqual([])
    const versions = new Set(told.flat().map(({ answer }) => answer.version.version))
    expect(versions.size).toBeGreaterThan(reloads / 2)
    // The same look notices one that answers by two versions, goes back, or fails.
    const [first, second] = [...expected].sort(([a], [b]) => a - b).slice(-3)
    const torn = { status: 200, answer: told[0]![0]!.answer }
    const of = (version: number, prediction: unknown): Said => {
      const facts = { ...torn.answer.version, version }
      const answer = { ...torn.answer, prediction, version: facts } as Prediction
      return { ...torn, answer }
    }
    const right = [of(...first!), of(...second!)]
    expect(breaches(right, expected)).toEqual([])
    expect(breaches(right.toReversed(), expected)).toHaveLength(1)
    expect(breaches([of(second![0], -1)], expected)).toHaveLength(1)
    expect(breaches([{ ...torn, status: 503 }], expected)).toHaveLength(1)
  })

  it('goes on by the old one while damaged ones are offered', async () => {
    const { front, server } = await open()
    await front.serve(Array.from({ length: 10 }, (_, id) => ({ id, y: 7 })))
    const good = front.served.version
    const { manifest } = await new Checkpoints(front.store, 'means').read(good.version)
    const offered = isFull ? 500 : 40
    const client = new Client(server)
    for (let i = 1; i <= offered; i++) await offer(front, manifest, i)
    await vi.waitFor(() => expect(front.served.info().damaged.length).toBeGreaterThan(0))
    for (let i = 0; i < 20; i++) {
      const { status, answer } = await client.post('/predict', { id: i })
      expect(status).toBe(200)
      expect(answer).toMatchObject({ prediction: 7, version: { version: good.version } })
    }
    await vi.waitFor(() => expect(front.served.info().damaged).toHaveLength(offered), {
      timeout: 20_000,
    })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain('coelho_model_info')
    client.close()
    // Whoever takes them as they are serves one of them: that is what the looks above would see.
    const careless = await newestUnverified(front)
    expect(careless).toBeGreaterThan(good.version)
    // One that is whole is served, above all of them.
    const next = await front.learn([{ id: 99, y: 8 }]).catch((error: Error) => error)
    expect(next).not.toBeInstanceOf(Error)
    await vi.waitFor(() => expect(front.served.version.events).toBe(11))
  })

  it('tells of damaged ones also before there is a whole one', async () => {
    const other = new Shopfront(means, new MemoryObjects())
    const version = await other.learn([{ id: 1, y: 7 }])
    const { manifest } = await new Checkpoints(other.store, 'means').read(version)
    const { front, server } = await open()
    for (let i = 1; i <= 3; i++) await offer(front, manifest, i)
    await vi.waitFor(async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text()
      expect(text).toContain('coelho_damaged_checkpoints{model="means"} 3')
    })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
  })

  it('can be held, let go and asked by many at once', async () => {
    const { front, server } = await open()
    const first = await nextVersion(front, 1)
    const second = await nextVersion(front, 2)
    await vi.waitFor(() => expect(front.served.version.version).toBe(second))
    const clients = Array.from({ length: isFull ? 32 : 8 }, () => new Client(server))
    const rounds = isFull ? 1024 : 40
    const statuses = new Set<number>()
    await Promise.all(
      clients.map(async (client, c) => {
        for (let i = 0; i < rounds; i++) {
          const kind = (c + i) % 4
          const path = ['/predict', `/versions/${first}/pin`, '/predict', '/follow'][kind]!
          const { status } = await client.post(path, kind % 2 === 0 ? { id: i } : {})
          statuses.add(status)
        }
        client.close()
      }),
    )
    expect([...statuses]).toEqual([200])
    // A version that cannot be held, as after a swap that lost one, is an answer of another kind.
    const lost = new Client(server)
    expect((await lost.post('/versions/999999/pin')).status).not.toBe(200)
    lost.close()
    for (const path of ['/livez', '/readyz']) {
      expect((await fetch(server.url + path)).status).toBe(200)
    }
  })
})

/** The version that a reader ends up with who believes what is written. */
async function newestUnverified({ store }: Shopfront): Promise<number> {
  const names = [...(await store.list('means/gen'))].sort().reverse()
  for (const name of names) {
    try {
      const bytes = await store.read(`means/gen/${name}`)
      const { generation, blob } = JSON.parse(new TextDecoder().decode(bytes).split('\n')[0]!)
      Learning.load((await store.read(`means/blob/${blob.sha256}`))!)
      return generation
    } catch {}
  }
  return 0
}

type Manifest = Awaited<ReturnType<Checkpoints['read']>>['manifest']

/** A newer version that cannot be served: of many kinds. */
async function offer({ store }: Shopfront, manifest: Manifest, i: number): Promise<void> {
  const generation = manifest.generation + i
  const key = `means/gen/${String(generation).padStart(16, '0')}`
  const text = JSON.stringify({ ...manifest, generation })
  const kinds = [
    text.slice(0, (i * 37) % text.length),
    text.replace(manifest.blob.sha256, '0'.repeat(64)),
    text.replace('"means"', '"others"'),
    JSON.stringify({ ...manifest, generation, format: 2 }),
    JSON.stringify({ ...manifest, generation, blob: { ...manifest.blob, bytes: 1 + i } }),
    `${'['.repeat(5000)}`,
    '',
  ]
  await store.create(key, new TextEncoder().encode(kinds[i % kinds.length]!))
}

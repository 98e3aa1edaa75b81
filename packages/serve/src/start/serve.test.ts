import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Info, Prediction, Receipt, Summary, Training, Version } from '../api/shapes.js'
import { Installation, type Running } from '../installation.test-support.js'
import { CONFIG, GENERATOR, PROJECT } from '../payments.test-support.js'

// A process takes its time to start, on a machine that does much else.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let coelho: Installation
const running: Running[] = []

beforeAll(async () => {
  coelho = await Installation.make()
  await coelho.write('coelho.config.ts', CONFIG)
  await coelho.write('projects/payments.ts', PROJECT)
  await coelho.write('projects/generator.ts', GENERATOR)
})

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
})
afterAll(() => coelho.remove())

/** A server that is there to be asked. */
async function serve(...args: string[]): Promise<Asked> {
  const server = coelho.start('serve', '--port', '0', ...args)
  running.push(server)
  const early = server.ended.then(({ code, err }) => {
    throw new Error(`it ended with ${code}: ${err}`)
  })
  early.catch(() => {})
  const url = await Promise.race([early, until(() => /^http:\S+$/m.exec(server.told.out)?.[0])])
  return new Asked(server, url)
}

class Asked {
  readonly server: Running
  readonly url: string

  constructor(server: Running, url: string) {
    this.server = server
    this.url = url
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await fetch(`${this.url}/v1/models/payments${path}`)).json() as Promise<Answer>
  }

  async post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
    const headers = { 'content-type': 'application/json', 'x-coelho': '1' }
    const sent = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await fetch(`${this.url}/v1/models/payments${path}`, sent)
    return response.json() as Promise<Answer>
  }

  async stop(): Promise<number | null> {
    this.server.child.kill('SIGTERM')
    return (await this.server.ended).code
  }
}

async function until<Value>(
  look: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  return vi.waitFor(
    async () => {
      const value = await look()
      if (value === undefined) throw new Error('not yet')
      return value
    },
    { timeout: 60_000, interval: 50 },
  )
}

const untilEvents = (asked: Asked, events: number) =>
  until(async () => {
    const info = await asked.get<Info>('')
    return info.version && info.version.events >= events ? info : undefined
  })

describe('coelho serve', () => {
  it('learns what comes over HTTP, labels later by id, and goes on after a restart', async () => {
    const first = await serve('--data', 'own', '--train', '--checkpoint-interval', '100ms')
    await until(async () => ((await first.get<Summary>('')).ready ? true : undefined))
    const events = Array.from({ length: 300 }, (_, i) => {
      const amount = (37 * i) % 100
      return { id: `p${i}`, at: i, amount, hour: i % 24, fraud: amount > 80 }
    })
    const asked = await first.post<Receipt>('/learn', events)
    expect(asked.queued).toHaveLength(300)
    expect(asked.queued[299]).toMatchObject({ id: 'p299', partition: '0', offset: 299 })
    await untilEvents(first, 300)
    const event = { id: 'late', at: 300, amount: 95, hour: 3 }
    const said = await first.post<Prediction>('/predict', event)
    expect(said).toMatchObject({ id: 'late', prediction: true })
    await first.post('/learn', event)
    await first.post('/learn', { id: 'late', label: true })
    const { counts, contestants } = await untilEvents(first, 302)
    expect(counts).toMatchObject({ events: 302, matched: 1, orphans: 0, dead: 0 })
    expect(contestants.map(({ learned }) => learned)).toEqual([301, 301])
    expect(await first.stop()).toBe(0)

    const second = await serve('--data', 'own', '--train', '--checkpoint-interval', '100ms')
    await second.post('/learn', { ...event, id: 'more', fraud: true })
    expect((await untilEvents(second, 303)).counts.events).toBe(303)
    expect(await second.stop()).toBe(0)
  })

  it('stops and starts a training, and changes its champion, when it is asked to', async () => {
    const asked = await serve('--data', 'made', '--train', '--generate', '500')
    await untilEvents(asked, 500)
    const { champion } = await asked.get<Info>('')
    expect(champion).toBe('champion')
    await asked.post('/promote', { contestant: 'bayes' })
    await until(async () => {
      const info = await asked.get<Info>('')
      return info.champion === 'bayes' ? info : undefined
    })
    expect(await asked.post<Training>('/training/stop')).toMatchObject({ state: 'stopped' })
    const { events } = (await asked.get<Info>('')).counts
    expect(await asked.post<Training>('/training/start')).toMatchObject({ controllable: true })
    const later = await untilEvents(asked, events + 100)
    expect(later.champion).toBe('bayes')
    expect(await asked.stop()).toBe(0)
  })

  it('serves what another process trains once there is a checkpoint', async () => {
    await coelho.run('generate', '--log', 'log', '--count', '3000')
    const asked = await serve('--store', 'shared')
    expect(await asked.get<{ code: string }>('')).toMatchObject({ code: 'not-ready' })
    expect((await fetch(`${asked.url}/readyz`)).status).toBe(503)
    const every = ['--checkpoint-every', '200', '--checkpoint-interval', '1h']
    const trained = await coelho.run(
      'train',
      '--log',
      'log',
      '--store',
      'shared',
      '--until-end',
      ...every,
    )
    expect(trained.code).toBe(0)
    const { version, training } = await untilEvents(asked, 3000)
    expect(training).toMatchObject({ state: 'elsewhere', controllable: false })
    const { versions } = await asked.get<{ versions: Version[] }>('/versions')
    const [newest, before] = versions
    expect(newest!.version).toBe(version!.version)
    await asked.post(`/versions/${before!.version}/pin`)
    expect((await asked.get<Info>('')).version!.version).toBe(before!.version)
    const refused = await asked.post<{ code: string }>('/training/stop')
    expect(refused.code).toBe('conflict')
    expect(await asked.stop()).toBe(0)
  })

  it('says what is wrong with what it was given, and starts nothing', async () => {
    const cases = [
      [['serve', '--train', '--store', 's'], '--train learns the logs of --data'],
      [['serve', '--store', 's', '--host', '0.0.0.0'], 'so a token is needed'],
      [['serve', '--store', 's', '--tokens', 'nowhere'], 'cannot be read (ENOENT)'],
      [['serve', '--store', 's', '--project', 'payment'], 'Did you mean "payments"?'],
    ] as const
    for (const [args, text] of cases) {
      const { code, err } = await coelho.run(...args)
      expect(code).toBe(2)
      expect(err).toContain(text)
    }
    const taken = await serve('--store', 's')
    const port = new URL(taken.url).port
    const { code, err } = await coelho.run('serve', '--store', 's', '--port', port)
    expect(code).toBe(2)
    expect(err).toContain(port)
  })

  it('takes tokens from a file, and from nobody without', async () => {
    await coelho.write('tokens', '# who\nread:0123456789abcdef\nadmin:fedcba9876543210\n')
    const asked = await serve('--data', 'kept', '--train', '--tokens', 'tokens')
    const status = async (token: string | undefined, path: string, method = 'GET') => {
      const headers = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...{ 'content-type': 'application/json', 'x-coelho': '1' },
      }
      const sent = { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) }
      return (await fetch(`${asked.url}${path}`, sent)).status
    }
    const stop = '/v1/models/payments/training/stop'
    expect(await status(undefined, '/v1/models')).toBe(401)
    expect(await status('0123456789abcdef', '/v1/models')).toBe(200)
    expect(await status('0123456789abcdef', stop, 'POST')).toBe(403)
    expect(await status('fedcba9876543210', stop, 'POST')).toBe(200)
    expect(asked.server.told.err).not.toContain('0123456789abcdef')
  })

  it('leaves nothing open behind', async () => {
    const asked = await serve('--data', 'gone', '--train', '--generate', '50')
    await untilEvents(asked, 100)
    const began = Date.now()
    expect(await asked.stop()).toBe(0)
    expect(Date.now() - began).toBeLessThan(10_000)
    const socket = connect(Number(new URL(asked.url).port), '127.0.0.1')
    const [error] = await once(socket, 'error').catch((thrown) => [thrown])
    expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED')
  })
})

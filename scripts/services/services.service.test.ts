import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launch } from './launch.mjs'
import { FaultProxy } from './proxy.js'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-services-'))
})

afterAll(() => rm(folder, { recursive: true }))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let i = 0; i < 100 && isAlive(pid); i++) await wait(50)
}

const sleeper = ['-e', 'console.log("up"); setInterval(() => {}, 1000)']

describe('a launched server', () => {
  it('tells what it prints, and ends when it is told to', async () => {
    const server = await launch(process.execPath, sleeper, { log: join(folder, 'a.log') })
    for (let i = 0; i < 100 && !server.output(); i++) await wait(20)
    expect(server.output()).toBe('up\n')
    expect(server.isRunning()).toBe(true)
    await server.stop()
    expect(server.isRunning()).toBe(false)
    await untilGone(server.pid)
    expect(isAlive(server.pid)).toBe(false)
  })

  it('is an error where there is no such program', async () => {
    const started = launch('/no/such/program', [], { log: join(folder, 'b.log') })
    await expect(started).rejects.toThrow('/no/such/program does not start')
  })

  it.each(['SIGKILL', 'SIGINT', 'exit'])(
    'ends with who started it, and with its folder: %s',
    async (how) => {
      const owned = join(folder, how)
      await mkdir(owned)
      const program = `
      import { launch } from ${JSON.stringify(fileURLToPath(new URL('launch.mjs', import.meta.url)))}
      const options = { log: ${JSON.stringify(join(folder, `${how}.log`))}, owned: ${JSON.stringify(owned)} }
      const { pid } = await launch(process.execPath, ${JSON.stringify(sleeper)}, options)
      console.log(pid)
      ${how === 'exit' ? '' : 'setInterval(() => {}, 1000)'}`
      const args = ['--input-type=module', '-e', program]
      const starter = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const [told] = await once(starter.stdout, 'data')
      const pid = Number(told)
      expect(pid).toBeGreaterThan(1)
      if (how !== 'exit') starter.kill(how as NodeJS.Signals)
      await untilGone(pid)
      expect(isAlive(pid)).toBe(false)
      for (let i = 0; i < 100 && existsSync(owned); i++) await wait(50)
      expect(existsSync(owned)).toBe(false)
    },
  )
})

describe('a proxy', () => {
  let seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url!)
    response.end(`answer to ${request.url}`)
  })
  let proxy: FaultProxy

  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
  beforeEach(async () => {
    seen = []
    proxy = await FaultProxy.before((server.address() as AddressInfo).port)
  })
  afterEach(() => proxy.close())
  afterAll(() => server.close())

  /** What came back, or the code of the error. */
  function ask(path: string, timeout = 0): Promise<string> {
    return new Promise((resolve) => {
      const url = `http://127.0.0.1:${proxy.port}${path}`
      const request = get(url, { agent: false, timeout }, async (response) => {
        let text = ''
        for await (const part of response.setEncoding('utf8')) text += part
        resolve(text)
      })
      request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: 'timeout' })))
      request.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code!))
    })
  }

  it('lets through what nothing is said about', async () => {
    expect(await ask('/a')).toBe('answer to /a')
    expect(seen).toEqual(['/a'])
  })

  it('cuts a request before the server sees it, or its answer after', async () => {
    proxy.onRequest = () => 'reset'
    expect(await ask('/a')).toBe('ECONNRESET')
    proxy.onRequest = (start) => (start.startsWith('GET /b ') ? 'lose answer' : undefined)
    expect(await ask('/b')).toBe('ECONNRESET')
    expect(await ask('/c')).toBe('answer to /c')
    expect(seen).toEqual(['/b', '/c'])
  })

  it('keeps silent about a request, or its answer', async () => {
    proxy.onRequest = () => 'hold'
    expect(await ask('/a', 100)).toBe('timeout')
    proxy.onRequest = () => 'hold answer'
    expect(await ask('/b', 100)).toBe('timeout')
    expect(seen).toEqual(['/b'])
  })

  it('answers in the place of the server', async () => {
    const answer = 'HTTP/1.1 503 Slow Down\r\ncontent-length: 2\r\n\r\nno'
    proxy.onRequest = () => ({ answer })
    expect(await ask('/a')).toBe('no')
    expect(seen).toEqual([])
  })

  it('holds everything in a black hole until it is healed', async () => {
    proxy.blackHole()
    const asked = ask('/a')
    expect(await ask('/b', 100)).toBe('timeout')
    proxy.heal()
    expect(await asked).toBe('answer to /a')
  })

  it('takes its time, and single bytes', async () => {
    proxy.delayMs = 100
    const began = performance.now()
    expect(await ask('/a')).toBe('answer to /a')
    expect(performance.now() - began).toBeGreaterThan(190)
    Object.assign(proxy, { delayMs: 0, sliceBytes: 1 })
    expect(await ask('/b')).toBe('answer to /b')
  })

  it('refuses connections until it is healed', async () => {
    proxy.refuse()
    expect(await ask('/a')).toBe('ECONNRESET')
    proxy.heal()
    expect(await ask('/a')).toBe('answer to /a')
  })

  it('cuts all connections at once', async () => {
    proxy.onRequest = () => 'hold'
    const asked = [ask('/a'), ask('/b')]
    while (proxy.requests < 2) await wait(5)
    proxy.resetAll()
    expect(await Promise.all(asked)).toEqual(['ECONNRESET', 'ECONNRESET'])
  })
})

import { readFileSync } from 'node:fs'
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer as createNaive } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, startLab } from '../lab.test-support.js'
import { requestText, sendRaw } from '../raw.test-support.js'
import { readPages } from './files.js'

const CANARY = 'what-nobody-may-read'
let folder: string
let dashboard: string
let lab: Lab
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-pages-'))
  dashboard = join(folder, 'dashboard')
  await mkdir(join(dashboard, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), CANARY)
  await writeFile(join(dashboard, 'index.html'), `<!doctype html><p>${'a'.repeat(2000)}</p>`)
  await writeFile(join(dashboard, 'assets/app-1a2b.js'), 'export const a = 1')
  await writeFile(join(dashboard, 'assets/app-1a2b.js.map'), CANARY)
  await writeFile(join(dashboard, 'assets/.hidden.js'), CANARY)
  await symlink(join(folder, 'secret.txt'), join(dashboard, 'assets/linked.txt'))
  await symlink(folder, join(dashboard, 'assets/up'))
  lab = await startLab({ dashboard, tokens: [{ token: 'a-token-for-the-data', roles: ['read'] }] })
  // What comes after the start is not looked for.
  await link(join(folder, 'secret.txt'), join(dashboard, 'assets/hard.txt'))
})
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(lab.url + path, { headers })

describe('the dashboard', () => {
  it('is public, its data is not', async () => {
    const page = await get('/', { 'accept-encoding': 'gzip' })
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-encoding')).toBe('gzip')
    expect(await page.text()).toContain('<!doctype html>')
    expect((await get('/v1/models')).status).toBe(401)
  })

  it('is asked for again each time; what is named by its content never', async () => {
    const page = await get('/', { 'accept-encoding': 'identity' })
    expect(page.headers.get('cache-control')).toBe('no-cache')
    expect(page.headers.get('content-encoding')).toBeNull()
    const etag = page.headers.get('etag')!
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
    const script = await get('/assets/app-1a2b.js')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('runs scripts of its own files only', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')!
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/)
  })

  it('has neither links, nor hidden files, nor maps of sources', async () => {
    const pages = await readPages(dashboard)
    const paths = pages.map(({ path }) => path)
    expect(paths).toEqual(['/assets/app-1a2b.js', '/assets/hard.txt', '/'])
    await expect(readPages(join(folder, 'nothing'))).rejects.toThrow('there is no dashboard in')
  })
})

/** Ways up, written in every way that was ever mistaken for something else. */
function payloads(): string[] {
  const ups = [
    '../',
    '..\\',
    '..;/',
    '.../',
    '..../',
    './../',
    '//../',
    '..%5c',
    '..%2f',
    '%2e%2e/',
  ]
  const odd = [
    '%c0%ae%c0%ae/',
    '%uff0e%uff0e/',
    '\uff0e\uff0e/',
    '..%00/',
    '..%ef%bc%8f',
    '..\u2215',
  ]
  const targets = ['secret.txt', 'etc/passwd', 'assets/linked.txt', 'assets/up/secret.txt']
  const found: string[] = []
  for (const up of [...ups, ...odd]) {
    for (const target of targets) {
      for (const times of [1, 2, 3, 12]) {
        const plain = up.repeat(times) + target
        found.push(plain, encodeURIComponent(plain), encodeURIComponent(encodeURIComponent(plain)))
      }
    }
  }
  for (const target of targets) {
    const absolute = [
      `/${target}`,
      `${folder}/${target}`,
      `file://${folder}/${target}`,
      `${target}%00.js`,
    ]
    for (const path of absolute) found.push(path, encodeURIComponent(path))
  }
  return [...new Set(found)]
}

const PLACES = [
  (payload: string) => `/${payload}`,
  (payload: string) => `/assets/${payload}`,
  (payload: string) => `/v1/models/${payload}`,
  (payload: string) => `/v1/models/orders/versions/${payload}/pin`,
  (payload: string) => `/v2/models/orders/versions/${payload}`,
]

async function leaks(port: number, path: string): Promise<boolean> {
  const bytes = Buffer.from(
    requestText({
      method: path.endsWith('/pin') ? 'POST' : 'GET',
      path: path.replaceAll(/[\s]/g, ''),
      headers: { connection: 'close', authorization: 'Bearer a-token-for-the-data' },
    }),
  )
  const { text } = await sendRaw(port, bytes, 1000)
  return text.includes(CANARY) || text.includes('root:')
}

describe('ways up', () => {
  it('lead nowhere: 500 of them, in every place of an address', async () => {
    const all = payloads()
    expect(all.length).toBeGreaterThan(500)
    const asked = all.flatMap((payload) => PLACES.map((place) => place(payload)))
    const found: string[] = []
    const work = async (i: number) => {
      for (let n = i; n < asked.length; n += 16) {
        if (await leaks(lab.port, asked[n]!)) found.push(asked[n]!)
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, i) => work(i)))
    expect(found).toEqual([])
    expect((await get('/assets/hard.txt')).status).toBe(401)
  })

  it('lead to secrets where files are looked for by what was asked', async () => {
    const naive = createNaive((request, response) => {
      try {
        response.end(readFileSync(join(dashboard, decodeURIComponent(request.url!))))
      } catch {
        response.writeHead(404).end()
      }
    })
    await new Promise<void>((resolve) => naive.listen(0, '127.0.0.1', resolve))
    const { port } = naive.address() as AddressInfo
    const found: string[] = []
    for (const payload of payloads()) {
      if (await leaks(port, `/assets/${payload}`)) found.push(payload)
    }
    naive.close()
    expect(found.length).toBeGreaterThan(5)
  })
})

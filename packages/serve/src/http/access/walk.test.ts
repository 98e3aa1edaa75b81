import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.js'
import { type Lab, startLab } from '../lab.test-support.js'
import { partsOf } from '../parts.test-support.js'
import { requestText, sendRaw } from '../raw.test-support.js'
import type { Role, Token } from './keyring.js'

const tokenOf = (role: Role) => `the-token-that-may-${role}`
const tokens: Token[] = (['read', 'predict', 'admin'] as const).map((role) => {
  return { token: tokenOf(role), roles: [role] }
})

/** Who may ask for what, said a second time: a route that is not here fails the walk. */
const PUBLIC = ['/livez', '/healthz', '/readyz', '/ping', '/v2/health/live', '/v2/health/ready']
const ANY = /^GET \/v2(\/models.*)?$/
const PREDICT = /^POST .*(\/predict|\/explain|\/learn|\/infer|\/invocations|\/v1\/models\/:model)$/
const ADMIN = /^(POST|PUT) .*(\/pin|\/follow|\/promote|\/training|\/start|\/stop|\/traffic)$/

function expectedOf(method: string, path: string): Role | 'public' | 'any' {
  const route = `${method} ${path}`
  if (PUBLIC.includes(path)) return 'public'
  if (ANY.test(route)) return 'any'
  if (PREDICT.test(route)) return 'predict'
  if (ADMIN.test(route)) return 'admin'
  if (method === 'GET' && /^\/(v1\/|metrics$|openapi\.json$|docs$)/.test(path)) return 'read'
  throw new Error(`nobody has said who may ask for ${route}`)
}

let lab: Lab
let open: Lab
beforeAll(async () => {
  lab = await startLab({ tokens })
  open = await startLab({})
})
afterAll(async () => {
  await lab.close()
  await open.close()
})

/** All routes that the router has, as it has them. */
function routes(): { method: string; path: string }[] {
  const parts = partsOf(lab.service)
  const found = createApp(parts).routes.filter(({ method }) => method !== 'ALL')

  return found.map(({ method, path }) => ({ method, path }))
}

const filled = (path: string) => path.replaceAll(':model', 'orders').replaceAll(':version', '1')

const status = async (
  to: Lab,
  { method, path }: { method: string; path: string },
  headers: Record<string, string>,
): Promise<number> => {
  const body = method === 'GET' ? '' : '{}'
  const usual = method === 'GET' ? { 'content-type': '', 'content-length': '' } : {}
  const text = requestText({
    method,
    path,
    body,
    headers: { ...usual, 'x-coelho': '1', ...headers },
  })
  return (await sendRaw(to.port, text)).status
}

/** Eight at a time. */
async function each<Item>(
  items: readonly Item[],
  look: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values()
  const work = async () => {
    for (const item of left) await look(item)
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

describe('every route', () => {
  const bad: [string, (path: string) => { path: string; headers: Record<string, string> }][] = [
    ['no token', (path) => ({ path, headers: {} })],
    [
      'a wrong one',
      (path) => ({ path, headers: { authorization: 'Bearer not-any-of-the-tokens' } }),
    ],
    ['an empty one', (path) => ({ path, headers: { authorization: 'Bearer ' } })],
    [
      'another scheme',
      (path) => ({ path, headers: { authorization: `Basic ${tokenOf('admin')}` } }),
    ],
    ['one in the query', (path) => ({ path: `${path}?token=${tokenOf('admin')}`, headers: {} })],
    [
      'one that is too large',
      (path) => ({ path, headers: { authorization: `Bearer ${'x'.repeat(9000)}` } }),
    ],
  ]

  it.each(bad)('refuses who comes with %s', async (_, ask) => {
    const walked = routes()
    expect(walked.length).toBeGreaterThan(40)
    await each(walked, async ({ method, path }) => {
      if (expectedOf(method, path) === 'public') return
      const asked = ask(filled(path))
      expect(await status(lab, { method, ...asked }, asked.headers), `${method} ${path}`).toBe(401)
      // Without tokens nobody is refused: what is seen above is the gate's doing.
      expect(await status(open, { method, ...asked }, asked.headers)).not.toBe(401)
    })
  })

  it('lets in who has the role, and nobody with another one', async () => {
    await each(routes(), async ({ method, path }) => {
      if (path.endsWith('/events')) return
      const expected = expectedOf(method, path)
      for (const role of ['read', 'predict', 'admin'] as const) {
        const headers = { authorization: `Bearer ${tokenOf(role)}` }
        const got = await status(lab, { method, path: filled(path) }, headers)
        const isAllowed = ['public', 'any', role].includes(expected) || role === 'admin'
        if (isAllowed) expect([401, 403], `${role} ${method} ${path}`).not.toContain(got)
        else expect(got, `${role} ${method} ${path}`).toBe(403)
      }
    })
  })

  it('that is none is not told from others without a token', async () => {
    for (const path of [
      '/v3',
      '/v1/models/none',
      '/assets/x.js',
      '/',
      '/admin',
      '/v1/models/orders/x',
    ]) {
      for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
        expect(await status(lab, { method, path }, {}), `${method} ${path}`).toBe(401)
      }
    }
    const headers = { authorization: `Bearer ${tokenOf('read')}` }
    expect(await status(lab, { method: 'GET', path: '/v3' }, headers)).toBe(404)
  })
})

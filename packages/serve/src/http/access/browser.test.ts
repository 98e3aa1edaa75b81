import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, ORDER, PREDICT, startLab } from '../lab.test-support.js'
import { type RawRequest, requestText, sendRaw } from '../raw.test-support.js'

const ALLOWED = 'https://board.example.org'
let lab: Lab
/** The same with the guards off: the other site is one of ours. */
let careless: Lab
beforeAll(async () => {
  lab = await startLab({ allowedOrigins: [ALLOWED] })
  careless = await startLab({
    allowedHosts: ['evil.example'],
    allowedOrigins: [ALLOWED, 'https://evil.example'],
  })
})
afterAll(async () => {
  await lab.close()
  await careless.close()
})

const body = JSON.stringify(ORDER)
const ask = (request: RawRequest, to = lab) => sendRaw(to.port, requestText(request))
const reading = { method: 'GET', path: '/v1/models' } as const
const none = { 'content-type': '', 'content-length': '' }

describe('another site', () => {
  it('may neither read nor write, unless it is allowed to', async () => {
    const origin = 'https://evil.example'
    for (const request of [{ body }, { ...reading, headers: none }]) {
      const headers = { ...('headers' in request ? request.headers : {}), origin }
      expect((await ask({ ...request, headers })).status).toBe(403)
      expect((await ask({ ...request, headers }, careless)).status).toBe(200)
      const own = { ...headers, origin: 'http://127.0.0.1' }
      expect((await ask({ ...request, headers: own })).status).toBe(200)
      const allowed = await ask({ ...request, headers: { ...headers, origin: ALLOWED } })
      expect(allowed.status).toBe(200)
      expect(allowed.text).toMatch(
        /access-control-allow-origin: https:\/\/board\.example\.org\r\n/i,
      )
      expect(allowed.text).toMatch(/vary: origin/i)
    }
    expect((await ask({ body, headers: { origin: 'null' } })).status).toBe(403)
  })

  it('that gave its name our address is not answered', async () => {
    for (const host of ['evil.example', 'evil.example:8080', 'localhost.evil.example']) {
      const refused = await ask({ body, headers: { host } })
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('foreign-host')
    }
    expect((await ask({ body, headers: { host: 'evil.example' } }, careless)).status).toBe(200)
  })

  it('asks in vain what it may do, unless it is allowed to', async () => {
    const preflight = (origin: string) => ({
      method: 'OPTIONS',
      path: PREDICT,
      headers: {
        ...none,
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-coelho',
      },
    })
    const refused = await ask(preflight('https://evil.example'))
    expect(refused.status).toBe(403)
    expect(refused.text).not.toMatch(/access-control/i)
    const allowed = await ask(preflight(ALLOWED))
    expect(allowed.status).toBe(204)
    expect(allowed.text).toMatch(/access-control-allow-headers: .*x-coelho/i)
    for (const { text } of [allowed, await ask({ body, headers: { origin: ALLOWED } })]) {
      expect(text).not.toMatch(/allow-origin: \*|allow-credentials/i)
    }
  })

  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/json; charset=utf-16',
    'application/csp-report',
  ])('cannot post a form or a text: %s', async (type) => {
    for (const path of [PREDICT, '/v1/models/orders/training/start']) {
      expect((await ask({ path, body, headers: { 'content-type': type } })).status).toBe(415)
    }
  })

  it('cannot change anything by a request that any page can send', async () => {
    const bare = { path: '/v1/models/orders/training/start', headers: { 'content-type': '' } }
    expect((await ask(bare)).status).toBe(403)
    const meant = { ...bare, headers: { ...bare.headers, 'x-coelho': '1' } }
    expect((await ask(meant)).status).toBe(409)
    expect((await ask({ ...bare, method: 'GET' })).status).toBe(405)
  })
})

describe('every answer', () => {
  it.each([
    ['data', { ...reading, headers: none }],
    ['a problem', { path: '/nothing', body }],
    ['a refusal', { body, headers: { host: 'evil.example' } }],
    ['the reference page', { method: 'GET', path: '/docs', headers: none }],
  ])('of %s may be shown in no frame, guessed at, or run', async (_, request) => {
    const { text } = await ask(request)
    const head = text.slice(0, text.indexOf('\r\n\r\n')).toLowerCase()
    expect(head).toContain('x-content-type-options: nosniff')
    expect(head).toContain('x-frame-options: deny')
    const policy = /content-security-policy: (.*)/.exec(head)![1]!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe|unsafe-eval|\*/)
  })
})

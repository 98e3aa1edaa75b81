import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Served } from '../../api/served.js'
import { type Lab, ORDER, startLab } from '../lab.test-support.js'
import { createServer, type HttpServer } from '../server.js'

/** Names that would be more than names in a page. */
function payloads(): string[] {
  const scripts = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    '<svg/onload=alert(1)>',
    'javascript:alert(1)',
    '</textarea><script>alert(1)</script>',
    '{{constructor.constructor("alert(1)")()}}',
    '\u2028alert(1)\u2029',
    '<!--<img src="--><img src=x onerror=alert(1)//">',
    '<iframe srcdoc="<script>alert(1)</script>">',
  ]
  const forms = [
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => `\n${text}`,
    (text: string) => `\u0000${text}`,
    (text: string) => `a" ${text}`,
    (text: string) => `a\\${text}`,
    (text: string) => `${text}\u202e`,
    (text: string) => text.replaceAll('<', '\uff1c'),
    (text: string) => text.split('').join('\u200b'),
    (text: string) => `]]>${text}`,
    (text: string) => `*/${text}`,
    (text: string) => `%0d%0a${text}`,
    (text: string) => `a'${text}`,
    (text: string) => `\`${text}\``,
    (text: string) => `{${text}`,
    (text: string) => `a=1;${text}`,
    (text: string) => `${text}//`,
    (text: string) => `${text}\t`,
    (text: string) => `x${text}`,
    (text: string) => `<b>${text}`,
    (text: string) => `\ufeff${text}`,
    (text: string) => `--> ${text}`,
  ]
  return scripts.flatMap((script) => forms.map((form) => form(script)))
}

let lab: Lab
let server: HttpServer
beforeAll(async () => {
  lab = await startLab()
  const models = new Map(payloads().map((name) => [name, renamed(lab.served, name)]))
  models.set('orders', lab.served)
  const service = { models, subscribe: () => () => undefined, close: async () => undefined }
  server = await createServer(service, { port: 0, drainMs: 100 })
})
afterAll(async () => {
  await server.close()
  await lab.close()
})

/** The same model by another name. */
function renamed(served: Served, name: string): Served {
  return new Proxy(served, {
    get(target, key) {
      if (key === 'name') return name
      if (key === 'info') return () => ({ ...target.info(), name })
      if (key === 'summary') return () => ({ ...target.summary(), name })
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function check(response: Response): Promise<string> {
  const type = response.headers.get('content-type')!
  expect(type).toMatch(/^(application\/(problem\+)?json|text\/plain;)/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  response.headers.forEach((value) => {
    expect(value).not.toContain('alert(1)')
  })
  const text = await response.text()
  if (type.includes('json')) JSON.parse(text)
  return text
}

describe('200 names that are scripts', () => {
  it('are data wherever they stand: models, features, labels, ids, keys', async () => {
    const all = payloads()
    expect(new Set(all).size).toBeGreaterThanOrEqual(200)
    const post = (path: string, body: unknown) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    for (const name of all) {
      const path = `/v1/models/${encodeURIComponent(name)}`
      const known = JSON.parse(await check(await fetch(server.url + path)))
      if (known.status === undefined) expect(known.name).toBe(name)
      await check(await post('/v1/models/orders/predict', { ...ORDER, id: name, [name]: 1 }))
      await check(await post('/v1/models/orders/predict', { ...ORDER, amount: name, [name]: {} }))
      await check(await post('/v1/models/orders/learn', { of: name, fraud: name }))
      await check(await fetch(`${server.url}/${encodeURIComponent(name)}`))
      await check(await post(`/v1/models/orders/predict?key=${encodeURIComponent(name)}`, ORDER))
    }
    const list = await check(await fetch(`${server.url}/v1/models`))
    expect(JSON.parse(list).models).toHaveLength(new Set(all).size + 1)
  })

  it('stand in no reference page, and break no line of what Prometheus scrapes', async () => {
    const page = await (await fetch(`${server.url}/docs`)).text()
    expect(page).not.toContain('alert(1)')
    const metrics = await check(await fetch(`${server.url}/metrics`))
    const line = /^(#.*|\w+(\{(\w+="([^"\\\n]|\\.)*",?)*\})? [-+\dNaInfe.]+|)$/
    for (const one of metrics.split('\n')) expect(one).toMatch(line)
  })
})

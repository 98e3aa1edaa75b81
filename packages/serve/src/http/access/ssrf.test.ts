import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, ORDER, PREDICT, startLab } from '../lab.test-support.js'

let lab: Lab
let trap: Server
let caught = 0
const trapped: Socket[] = []
let uris: string[]
beforeAll(async () => {
  lab = await startLab()
  trap = createServer((socket) => {
    caught++
    trapped.push(socket)
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve) => trap.listen(0, resolve))
  const { port } = trap.address() as AddressInfo
  const hosts = [
    ...['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0'],
    ...['2130706433', '0x7f000001', '017700000001', '0177.0.0.1', '127.1', '127.0.1', '0'],
    ...['127.0.0.1.nip.io', 'localtest.me', '169.254.169.254', '[fd00:ec2::254]'],
  ]
  const schemes = ['http://', 'https://', '//', 'ftp://', 'gopher://', 'file:///']
  uris = hosts.flatMap((host) =>
    schemes.map((scheme) => `${scheme}${host}:${port}/latest/meta-data`),
  )
  uris.push(`http://user:pass@127.0.0.1:${port}/`, `http://127.0.0.1:${port}#@example.org/`)
})
afterAll(async () => {
  await lab.close()
  for (const socket of trapped) socket.destroy()
  await new Promise((resolve) => trap.close(resolve))
})

describe('addresses in requests', () => {
  it('are never asked: 100 of them, wherever a request can name one', async () => {
    expect(uris.length).toBeGreaterThan(100)
    const post = (path: string, body: unknown, headers: Record<string, string>) =>
      fetch(lab.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }).then((response) => response.arrayBuffer())
    for (const uri of uris) {
      const name = encodeURIComponent(uri)
      const headers = {
        'x-model': uri,
        'x-request-id': uri,
        'x-forwarded-host': uri,
        'x-forwarded-for': uri,
        'x-routing-key': uri,
        'idempotency-key': uri,
        referer: uri,
        forwarded: `host="${uri}"`,
      }
      await Promise.all([
        post(PREDICT, { ...ORDER, shop: uri.slice(0, 50), url: uri, $ref: uri }, headers),
        post('/v1/models/orders/learn', { ...ORDER, id: uri, schema: uri }, headers),
        post('/v1/models/orders/promote', { contestant: uri, url: uri }, {}),
        post(`/v1/models/${name}/predict`, ORDER, headers),
        post('/invocations', { instances: [{ ...ORDER, image: uri }], model_uri: uri }, headers),
        fetch(`${lab.url}/v1/models/${name}?url=${name}&callback=${name}`),
        fetch(`${lab.url}/v2/models/orders/versions/${name}`),
      ])
    }
    expect(caught).toBe(0)
  })

  it('lead into the trap where they are', async () => {
    const naive = createHttp(async (request, response) => {
      const uri = new URL(request.url!, 'http://localhost').searchParams.get('url')!
      await fetch(uri, { signal: AbortSignal.timeout(300) }).catch(() => undefined)
      response.end()
    })
    await new Promise<void>((resolve) => naive.listen(0, '127.0.0.1', resolve))
    const { port } = naive.address() as AddressInfo
    const near = uris.filter((uri) => /^http:\/\/(127|localhost|\[::|0|2130706433)/.test(uri))
    await Promise.all(
      near.map((uri) => fetch(`http://127.0.0.1:${port}/?url=${encodeURIComponent(uri)}`)),
    )
    naive.closeAllConnections()
    naive.close()
    expect(caught).toBeGreaterThan(5)
  })
})

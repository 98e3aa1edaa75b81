import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Lab, ORDER, PREDICT, startLab } from '../lab.test-support.js'
import { requestText, sendRaw } from '../raw.test-support.js'

const LIMIT = 64 * 1024
let lab: Lab
/** The same, with room for all that is too large for the other. */
let roomy: Lab
beforeAll(async () => {
  lab = await startLab({ requestTimeoutMs: 400 })
  const json = { maxDepth: 1000, maxKeys: 1_000_000, maxTextBytes: 2 ** 24 }
  roomy = await startLab({ bodyLimit: 2 ** 24, json })
})
afterAll(async () => {
  await lab.close()
  await roomy.close()
})

const order = (text: string) => JSON.stringify({ ...ORDER, shop: text })
const chunked = { 'transfer-encoding': 'chunked', 'content-length': '' }
const chunks = (pieces: readonly string[]) =>
  `${pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`
const large = JSON.stringify({ ...ORDER, more: 'x'.repeat(LIMIT) })

describe('a body that is too large', () => {
  it('is refused by its announced length, before it is read', async () => {
    const head = requestText({ headers: { 'content-length': '70000000' } })
    expect((await sendRaw(lab.port, head)).status).toBe(413)
    expect((await sendRaw(lab.port, requestText({ body: large }))).status).toBe(413)
    expect((await sendRaw(roomy.port, requestText({ body: large }))).status).toBe(200)
  })

  it('is refused when its pieces become too many', async () => {
    const text = requestText({ headers: chunked }) + chunks(large.match(/.{1,1000}/g)!)
    expect((await sendRaw(lab.port, text)).status).toBe(413)
    expect((await sendRaw(roomy.port, text)).status).toBe(200)
  })

  it('is refused in pieces of one byte', async () => {
    const text = requestText({ headers: chunked }) + chunks([...large])
    const patient = await startLab()
    expect((await sendRaw(patient.port, text, 10_000)).status).toBe(413)
    await patient.close()
  })

  it('ends its connection: what follows is not taken for a request', async () => {
    const smuggled = requestText({ body: `${large}GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n` })
    const { text } = await sendRaw(lab.port, smuggled)
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(text).toMatch(/connection: close/i)
  })
})

describe('a body that is not what its headers say', () => {
  it.each([
    ['two lengths', 'content-length: 4\r\ncontent-length: 5\r\n'],
    ['a length and pieces', 'content-length: 4\r\ntransfer-encoding: chunked\r\n'],
    ['a length that is none', 'content-length: -1\r\n'],
    ['a length in hexadecimal', 'content-length: 0x10\r\n'],
    ['another encoding last', 'transfer-encoding: chunked, identity\r\n'],
    ['an odd name of it', 'transfer-encoding: xchunked\r\n'],
    ['a blank before the colon', 'content-length : 4\r\n'],
  ])('is no request: %s', async (_, line) => {
    const head = `POST ${PREDICT} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`
    expect((await sendRaw(lab.port, `${head}${line}\r\n4\r\n{} \n\r\n0\r\n\r\n`)).status).toBe(400)
  })

  it('is no request when a piece is not as long as it says', async () => {
    const head = requestText({ headers: chunked })
    expect((await sendRaw(lab.port, `${head}3\r\n{"a":1}\r\n0\r\n\r\n`)).status).toBe(400)
    expect((await sendRaw(lab.port, `${head}zz\r\n{}\r\n0\r\n\r\n`)).status).toBe(400)
    const extension = `${head}1;${'x'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`
    expect((await sendRaw(lab.port, extension)).status).toBe(413)
  })

  it('is waited for until the time is over, and no longer', async () => {
    const short = requestText({ body: order('north'), headers: { 'content-length': '500' } })
    const { status, ms } = await sendRaw(lab.port, short, 20_000)
    expect(status).toBe(408)
    expect(ms).toBeLessThan(5000)
  })

  it('ends its connection where it is longer: the rest is no request', async () => {
    const text = requestText({ body: order('north') })
    const { text: answers } = await sendRaw(lab.port, `${text}{"more":"than was said"}`, 1000)
    expect(answers).toMatch(/^HTTP\/1\.1 (200|400)/)
    const again = `${text}{"more":"than was said"}${text}${text}`
    expect(
      (await sendRaw(lab.port, again, 1000)).text.match(/HTTP\/1\.1 200/g) ?? [],
    ).not.toHaveLength(3)
  })
})

describe('a body of another form', () => {
  it('is not unpacked: a small one might be a huge one', async () => {
    const zipped = gzipSync(Buffer.alloc(10_000_000)).toString('latin1')
    for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'gzip, gzip']) {
      const headers = { 'content-encoding': encoding, 'content-length': String(zipped.length) }
      const head = requestText({ headers })
      const { status } = await sendRaw(lab.port, Buffer.from(head + zipped, 'latin1'))
      expect(status, encoding).toBe(415)
    }
  })

  it('may not be deep, nor have too many names', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i.toString(36)}`, 0])),
    )
    expect((await sendRaw(lab.port, requestText({ body: deep }))).status).toBe(400)
    const generous = await startLab({ bodyLimit: 2 ** 24 })
    expect((await sendRaw(generous.port, requestText({ body: wide }))).status).toBe(422)
    await generous.close()
  })

  it('may not be announced by too many headers, nor by an endless one', async () => {
    const headers = { 'x-long': 'x'.repeat(20_000) }
    expect((await sendRaw(lab.port, requestText({ headers }))).status).toBe(431)
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`x-${i}`, '1']))
    expect((await sendRaw(lab.port, requestText({ headers: many }))).status).toBe(431)
    const path = `/${'a'.repeat(5000)}`
    expect((await sendRaw(lab.port, requestText({ path }))).status).toBe(414)
  })
})

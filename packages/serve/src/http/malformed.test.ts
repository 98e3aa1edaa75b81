import { Random } from '@coelho/core/random'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from './app.js'
import { type Lab, startLab } from './lab.test-support.js'
import { faultOf, malformed } from './malformed.test-support.js'
import { partsOf } from './parts.test-support.js'
import { sendRaw } from './raw.test-support.js'

const SECRET = 'the-token-that-nobody-may-see'
const REQUESTS = 5000

let lab: Lab
beforeAll(async () => {
  lab = await startLab({ tokens: [{ token: SECRET, roles: ['admin'] }], requestTimeoutMs: 1000 })
})
afterAll(() => lab.close())

describe('requests that are none', () => {
  it('are all answered, by what is wrong with them and nothing of this machine', async () => {
    const paths = createApp(partsOf(lab.service)).routes.map(({ path }) => path)
    const random = new Random(4)
    const faults: string[] = []
    const work = async (i: number) => {
      for (let n = i; n < REQUESTS; n += 16) {
        const bytes = malformed(random, paths, SECRET)
        const answer = await sendRaw(lab.port, bytes, 50)
        const fault = faultOf(answer.text, [SECRET])
        if (fault !== null) faults.push(`${fault}\n${bytes.toString('latin1').slice(0, 500)}`)
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, i) => work(i)))
    expect(faults).toEqual([])
    expect((await fetch(`${lab.url}/readyz`)).status).toBe(200)
  })
})

describe('the judge of answers', () => {
  it.each([
    ['a stack', 'HTTP/1.1 400 Bad\r\n\r\nError: x\n    at Object.<anonymous> (file.js:1:2)'],
    ['a path', 'HTTP/1.1 404 No\r\n\r\nENOENT /home/ann/model.bin'],
    ['a secret', `HTTP/1.1 401 No\r\nx-token: ${SECRET}\r\n\r\n`],
    ['an error of the server', 'HTTP/1.1 500 Oops\r\n\r\n{}'],
    ['a module', 'HTTP/1.1 400 No\r\n\r\nnode_modules/zod/index.js'],
  ])('finds %s', (_, text) => {
    expect(faultOf(text, [SECRET])).toEqual(expect.any(String))
  })
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FaultProxy } from '#services/proxy.js'
import { StoreError } from '../errors.js'
import type { Objects } from '../store/objects.js'
import { keepsThePromisesOfObjects } from '../store/objects.test-support.js'
import { openStore } from '../store/open-store.js'
import type { S3Objects } from './index.js'
import { beKnownTo, objectsOn, sharedServer, type TestServer } from './minio.test-support.js'

const MIB = 1 << 20
const bytes = (...values: number[]) => Uint8Array.from(values)

function many(length: number): Uint8Array {
  const values = new Uint8Array(length)
  for (let i = 0; i < length; i++) values[i] = (i * 7) % 251
  return values
}

let server: TestServer

beforeAll(async () => {
  server = await sharedServer()
})

describe('objects in a bucket', () => {
  keepsThePromisesOfObjects(async () => objectsOn(server))

  it('are opened by their address', async () => {
    const { endpoint, bucket } = server
    const store = await openStore(`s3://${bucket}/opened?endpoint=${encodeURIComponent(endpoint)}`)
    expect(await store.create('p/a', bytes(1))).toBe('created')
    expect([...(await store.read('p/a'))!]).toEqual([1])
    await store.remove('p/a')
  })

  it('are listed however many they are', async () => {
    const objects = objectsOn(server)
    const names = Array.from({ length: 1100 }, (_, i) => `n${i}`)
    for (let i = 0; i < names.length; i += 50) {
      await Promise.all(names.slice(i, i + 50).map((name) => objects.create(`p/${name}`, bytes(0))))
    }
    expect((await objects.list('p')).sort()).toEqual(names.sort())
  })

  it('are told apart by their prefix', async () => {
    const [one, other] = [objectsOn(server), objectsOn(server)]
    await one.create('p/a', bytes(1))
    expect(await other.read('p/a')).toBeUndefined()
    expect(await other.list('p')).toEqual([])
  })

  it('leave nothing of a probe behind', async () => {
    const { endpoint, region, bucket } = server
    await objectsOn(server, { prefix: 'probed' }).create('p/a', bytes(1))
    const client = new S3Client({ endpoint, region, forcePathStyle: true })
    const question = new ListObjectsV2Command({ Bucket: bucket, Prefix: 'probed/' })
    const { Contents } = await client.send(question)
    expect(Contents?.map(({ Key }) => Key)).toEqual(['probed/p/a'])
  })
})

describe('a large object', () => {
  it('of 50 MB is one request, and read back as it was', async () => {
    const proxy = await FaultProxy.before(portOf(server.endpoint))
    try {
      const objects = objectsOn({ ...server, endpoint: `http://127.0.0.1:${proxy.port}` })
      await objects.create('p/small', bytes(1))
      const before = proxy.requests
      const large = many(50 * MIB)
      expect(await objects.create('p/large', large)).toBe('created')
      // One that looks whether it is there already, and one that sends it.
      expect(proxy.requests - before).toBe(2)
      expect(Buffer.compare((await objects.read('p/large'))!, large)).toBe(0)
      expect(await objects.create('p/large', large)).toBe('exists')
      expect(proxy.requests - before).toBe(4)
    } finally {
      await proxy.close()
    }
  })

  describe('in parts', () => {
    const inParts = { multipartBytes: 6 * MIB, partBytes: 5 * MIB }

    it('is there once, whole, and has one winner', async () => {
      const objects = objectsOn(server, inParts)
      const ways = [many(7 * MIB), many(8 * MIB), many(9 * MIB)]
      const outcomes = await Promise.all(ways.map((large) => objects.create('p/large', large)))
      expect(outcomes.sort()).toEqual(['created', 'exists', 'exists'])
      expect(await objects.list('p')).toEqual(['large'])
      const there = (await objects.read('p/large'))!
      expect(ways.some((large) => Buffer.compare(there, large) === 0)).toBe(true)
      expect(await objects.create('p/large', many(7 * MIB))).toBe('exists')
    })

    it('is asked about where the last answer is lost', async () => {
      const proxy = await FaultProxy.before(portOf(server.endpoint))
      try {
        const endpoint = `http://127.0.0.1:${proxy.port}`
        const objects = objectsOn({ ...server, endpoint }, inParts)
        let lost = 0
        proxy.onRequest = (start) => {
          const isLast = /^POST .*uploadId=/.test(start)
          return isLast && lost++ === 0 ? 'lose answer' : undefined
        }
        const large = many(12 * MIB)
        expect(await objects.create('p/large', large)).not.toBe('created')
        expect(lost).toBeGreaterThan(1)
        expect(Buffer.compare((await objects.read('p/large'))!, large)).toBe(0)
      } finally {
        await proxy.close()
      }
    })

    it('is sent again, part by part, where a part fails', async () => {
      const proxy = await FaultProxy.before(portOf(server.endpoint))
      try {
        const endpoint = `http://127.0.0.1:${proxy.port}`
        const objects = objectsOn({ ...server, endpoint }, inParts)
        let parts = 0
        proxy.onRequest = (start) =>
          /^PUT .*partNumber=/.test(start) && parts++ < 3 ? 'reset' : undefined
        const large = many(16 * MIB)
        expect(await objects.create('p/large', large)).toBe('created')
        expect(parts).toBe(7)
        expect(Buffer.compare((await objects.read('p/large'))!, large)).toBe(0)
      } finally {
        await proxy.close()
      }
    })
  })
})

describe('a store that', () => {
  const quick = { attemptMs: 300, retryForMs: 1000 }

  const expectRefusal = async (objects: Objects, ...expected: string[]) => {
    for (const work of [() => objects.create('p/a', bytes(1)), () => objects.read('p/a')]) {
      const error: Error = await work().then(String, (error) => error)
      expect(error).toBeInstanceOf(StoreError)
      for (const text of [objects.url, ...expected]) expect(error.message).toContain(text)
      expect(error.message).not.toContain(server.secretAccessKey)
      expect(JSON.stringify(error)).not.toContain(server.secretAccessKey)
    }
  }

  afterEach(() => beKnownTo(server))

  it('has no such bucket says so', async () => {
    const objects = objectsOn({ ...server, bucket: 'nowhere' }, quick)
    await expectRefusal(objects, 'NoSuchBucket, HTTP 404', 'create it, or correct the address')
  })

  it('does not know who asks says so', async () => {
    beKnownTo({ ...server, accessKeyId: 'somebody' })
    await expectRefusal(
      objectsOn(server, quick),
      'InvalidAccessKeyId, HTTP 403',
      'AWS_ACCESS_KEY_ID',
    )
  })

  it('is given a wrong secret says so, without it', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wrong-secret'
    const objects = objectsOn(server, quick)
    await expectRefusal(objects, 'SignatureDoesNotMatch, HTTP 403', 'AWS_SECRET_ACCESS_KEY')
    const error: Error = await objects.read('p/a').catch((error) => error)
    expect(error.message + error.stack + JSON.stringify(error)).not.toContain('wrong-secret')
  })

  it('is not there says so', async () => {
    const objects = objectsOn({ ...server, endpoint: 'http://127.0.0.1:1' }, quick)
    await expectRefusal(objects, 'no connection (ECONNREFUSED)', 'is the endpoint right')
  })

  it('never answers is given up, in the time that is given', async () => {
    const proxy = await FaultProxy.before(portOf(server.endpoint))
    try {
      proxy.blackHole()
      const endpoint = `http://127.0.0.1:${proxy.port}`
      const began = performance.now()
      const objects = objectsOn({ ...server, endpoint }, quick)
      await expect(objects.read('p/a')).rejects.toThrow('no answer within 0.3 s')
      expect(performance.now() - began).toBeLessThan(10_000)
      await expect(objects.create('p/a', bytes(1))).rejects.toThrow('does not answer a probe')
    } finally {
      await proxy.close()
    }
  })

  it('falls silent in the middle of an object is asked again', async () => {
    const proxy = await FaultProxy.before(portOf(server.endpoint))
    try {
      const endpoint = `http://127.0.0.1:${proxy.port}`
      const objects = objectsOn({ ...server, endpoint }, { attemptMs: 500, retryForMs: 10_000 })
      const large = many(8 * MIB)
      await objects.create('p/large', large)
      const read = objects.read('p/large')
      setTimeout(() => proxy.blackHole(), 10)
      setTimeout(() => proxy.heal(), 1500)
      expect(Buffer.compare((await read)!, large)).toBe(0)
    } finally {
      await proxy.close()
    }
  })

  it('is slow, and gives single bytes, is waited for', async () => {
    const proxy = await FaultProxy.before(portOf(server.endpoint))
    try {
      Object.assign(proxy, { delayMs: 50, sliceBytes: 1 })
      const endpoint = `http://127.0.0.1:${proxy.port}`
      const objects = objectsOn({ ...server, endpoint })
      expect(await objects.create('p/a', many(2000))).toBe('created')
      expect(Buffer.compare((await objects.read('p/a'))!, many(2000))).toBe(0)
    } finally {
      await proxy.close()
    }
  })
})

/** As little of S3 as it takes, and wrong where the test wants it to be. */
describe('a store that is not to be relied on', () => {
  let fake: Server
  let objects: S3Objects
  let answer: (method: string, url: string) => { status: number; body?: string }
  let asked: string[]

  beforeEach(async () => {
    asked = []
    fake = createServer(async (request, response) => {
      for await (const _ of request);
      asked.push(request.method!)
      const { status, body = '' } = answer(request.method!, request.url!)
      response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body)
    })
    await new Promise<void>((resolve) => void fake.listen(0, '127.0.0.1', resolve))
    objects = objectsOn(
      { ...server, endpoint: endpointOf(fake) },
      { attemptMs: 300, retryForMs: 100 },
    )
  })

  afterEach(() => {
    fake.closeAllConnections()
    fake.close()
  })

  it('because it lets two write the same key is refused before anything is written', async () => {
    const keys: string[] = []
    answer = (method, url) => {
      if (method === 'PUT') keys.push(url)
      return { status: method === 'DELETE' ? 204 : 200 }
    }
    await expect(objects.create('p/a', bytes(1))).rejects.toThrow(
      'the store must refuse to write what is there already (If-None-Match: *), and does not: ' +
        'two trainers could both own a project.',
    )
    expect(keys.every((key) => key.includes('probe/'))).toBe(true)
    expect(asked).toEqual(['PUT', 'PUT', 'DELETE'])
  })

  it('because it is too slow to tell is not said to let two write', async () => {
    let puts = 0
    answer = () => ({ status: ++puts === 1 ? 503 : 200 })
    objects = objectsOn({ ...server, endpoint: endpointOf(fake) }, { retryForMs: 0 })
    await expect(objects.create('p/a', bytes(1))).rejects.toThrow('does not answer a probe')
  })

  it('because it does not know conditional writes is refused', async () => {
    const body = '<Error><Code>NotImplemented</Code><Message>no</Message></Error>'
    answer = () => ({ status: 501, body })
    await expect(objects.create('p/a', bytes(1))).rejects.toThrow('NotImplemented, HTTP 501')
  })

  it('because it may not be deleted from is refused at the start', async () => {
    const body = '<Error><Code>AccessDenied</Code><Message>secret of the server</Message></Error>'
    let puts = 0
    answer = (method) => {
      if (method === 'DELETE') return { status: 403, body }
      return { status: puts++ === 0 ? 200 : 412 }
    }
    const error: Error = await objects.create('p/a', bytes(1)).then(String, (error) => error)
    expect(error.message).toContain('could not remove the probe (AccessDenied, HTTP 403')
    expect(error.message).not.toContain('secret of the server')
  })

  it('because its answers are none is no reason to hang, or to crash', async () => {
    const texts = ['', 'no XML', '<a>', '<Error></Error>', '{"a":1}', '<ListBucketResult/>']
    for (const body of texts) {
      for (const status of [200, 204, 301, 400, 403, 404, 418, 500, 503]) {
        answer = () => ({ status, body })
        const outcomes = await Promise.allSettled([
          objects.list('p'),
          objects.create('p/a', bytes(1)),
        ])
        for (const one of outcomes) {
          if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StoreError)
        }
      }
    }
  }, 120_000)

  it('because it lists only in part is refused', async () => {
    const part = '<Contents><Key>x</Key></Contents><IsTruncated>true</IsTruncated>'
    answer = () => ({ status: 200, body: `<ListBucketResult>${part}</ListBucketResult>` })
    await expect(objects.list('p')).rejects.toThrow('lists p only in part')
  })
})

function endpointOf(fake: Server): string {
  return `http://127.0.0.1:${(fake.address() as AddressInfo).port}`
}

function portOf(endpoint: string): number {
  return Number(new URL(endpoint).port)
}

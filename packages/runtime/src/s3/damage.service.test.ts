import { beforeAll, describe, expect, it } from 'vitest'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { CorruptCheckpointError } from '../errors.js'
import {
  expectFallback,
  newestKey,
  replace,
  saveThree,
  snapshotOf,
  take,
} from '../store/saving.test-support.js'
import type { S3Objects } from './index.js'
import { objectsOn, sharedServer, type TestServer } from './minio.test-support.js'

let server: TestServer

beforeAll(async () => {
  server = await sharedServer()
})

async function threeGenerations(): Promise<S3Objects> {
  const objects = objectsOn(server)
  await saveThree(objects)
  return objects
}

describe('a generation in a bucket that is damaged', () => {
  it('is passed over for the one before, wherever it is', async () => {
    const objects = await threeGenerations()
    const manifest = (await objects.read(newestKey))!
    const older = (await objects.read('fraud/gen/0000000000000002'))!
    const wrongs = [
      new Uint8Array(0),
      older,
      manifest.slice(0, -1),
      new Uint8Array(manifest.length),
    ]
    for (let at = 0; at < manifest.length; at += 29) {
      const wrong = manifest.slice()
      wrong[at]! ^= 1 << (at % 8)
      wrongs.push(wrong)
    }
    for (const wrong of wrongs) {
      await replace(objects, newestKey, wrong)
      await expectFallback(objects)
    }
  })

  it('is passed over where its snapshot is another, shorter, longer or gone', async () => {
    const objects = await threeGenerations()
    const { manifest } = (await new Checkpoints(objects, 'fraud').newest())!
    const key = `fraud/blob/${manifest.blob.sha256}`
    const wrongs = [new Uint8Array(0), snapshotOf(1), snapshotOf(2, 1999), snapshotOf(2, 2001)]
    for (let at = 0; at < 2000; at += 101) {
      const wrong = snapshotOf(2)
      wrong[at]! ^= 1 << (at % 8)
      wrongs.push(wrong)
    }
    for (const wrong of wrongs) {
      await replace(objects, key, wrong)
      await expectFallback(objects)
    }
    await objects.remove(key)
    await expectFallback(objects)
    await objects.create(key, snapshotOf(2))
    await expect(expectFallback(objects)).rejects.toThrow()
  })

  it('is never followed by a fresh start', async () => {
    const objects = await threeGenerations()
    for (const name of await objects.list('fraud/gen')) {
      await replace(objects, `fraud/gen/${name}`, new Uint8Array(5))
    }
    await expect(take(objects, 'b')).rejects.toThrow(CorruptCheckpointError)
  })
})

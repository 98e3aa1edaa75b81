import { random } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CorruptCheckpointError } from '../errors.js'
import { MemoryObjects } from '../store/memory-objects.js'
import { expectFallback, newestKey, replace, snapshotOf } from '../store/saving.test-support.js'
import { Checkpoints } from './checkpoints.js'
import { Claim } from './claim.js'
import { decodeManifest, encodeManifest, sha256 } from './manifest.js'

async function threeGenerations(): Promise<MemoryObjects> {
  const objects = new MemoryObjects()
  const options = { writer: 'a', fresh: () => snapshotOf(0), now: () => new Date(0) }
  const { claim } = await Claim.take(new Checkpoints(objects, 'fraud'), options)
  for (const events of [1, 2]) {
    const positions = [
      { partition: 't/0', next: events, witness: sha256('r'), witnessAt: events - 1, lost: 0 },
    ]
    const order = [[0, events - 1, events]] as const
    await claim.save({ snapshot: snapshotOf(events), positions, events, order })
  }
  return objects
}

describe('a damaged generation', () => {
  it('is noticed whichever bit of its manifest is another', async () => {
    const objects = await threeGenerations()
    const manifest = (await objects.read(newestKey))!
    for (let bit = 0; bit < manifest.length * 8; bit++) {
      const wrong = manifest.slice()
      wrong[bit >> 3]! ^= 1 << (bit & 7)
      await replace(objects, newestKey, wrong)
      await expectFallback(objects)
    }
  })

  it('is noticed whichever byte of its snapshot is another, and wherever it ends', async () => {
    const objects = await threeGenerations()
    const { manifest } = (await new Checkpoints(objects, 'fraud').newest())!
    const key = `fraud/blob/${manifest.blob.sha256}`
    const choose = new random.Random(1)
    for (let round = 0; round < 1000; round++) {
      const wrong = snapshotOf(2)
      wrong[choose.randrange(wrong.length)]! ^= 1 + choose.randrange(255)
      const cut = round % 2 === 0 ? wrong : snapshotOf(2).slice(0, choose.randrange(wrong.length))
      await replace(objects, key, cut)
      await expectFallback(objects)
    }
    await objects.remove(key)
    await expectFallback(objects)
  })

  it('is noticed when it is another one, whole', async () => {
    const objects = await threeGenerations()
    const older = (await objects.read('fraud/gen/0000000000000002'))!
    await replace(objects, newestKey, older)
    await expectFallback(objects)
  })

  it('is followed by a number of its own, from the one before', async () => {
    const objects = await threeGenerations()
    await replace(objects, newestKey, new Uint8Array(10))
    const options = { writer: 'b', fresh: () => snapshotOf(0) }
    const { claim } = await Claim.take(new Checkpoints(objects, 'fraud'), options)
    expect(claim.manifest).toMatchObject({ generation: 4, events: 1 })
  })

  it('where all are damaged is never replaced by a fresh start', async () => {
    const objects = await threeGenerations()
    for (const name of await objects.list('fraud/gen')) {
      await replace(objects, `fraud/gen/${name}`, new Uint8Array(5))
    }
    const options = { writer: 'b', fresh: () => snapshotOf(0) }
    const taken = Claim.take(new Checkpoints(objects, 'fraud'), options)
    await expect(taken).rejects.toThrow(CorruptCheckpointError)
    await expect(taken).rejects.toThrow('none of the 3 generations of fraud (1 to 3) can be read')
  })
})

describe('a manifest', () => {
  it('is refused by an error of its own, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const bytes = new TextEncoder().encode(`${text}\n${sha256(text)}\n`)
        expect(() => decodeManifest(bytes)).toThrow(CorruptCheckpointError)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(() => decodeManifest(bytes)).toThrow(CorruptCheckpointError)
      }),
    )
  })

  it('is refused when one of its fields is, though its hash is right', async () => {
    const objects = await threeGenerations()
    const { manifest } = (await new Checkpoints(objects, 'fraud').newest())!
    expect(decodeManifest(encodeManifest(manifest))).toEqual(manifest)
    const wrong: object[] = [
      { format: 2 },
      { generation: -1 },
      { generation: 1.5 },
      { events: 2 ** 53 },
      { project: '../fraud' },
      { parent: 'abc' },
      { blob: null },
      { blob: { sha256: manifest.blob.sha256, bytes: '5' } },
      { positions: [{ partition: 't/0', next: 1 }] },
      { positions: [{ partition: 't/0', next: 1, witness: 'x', witnessAt: 0, lost: 0 }] },
      { order: [[0, 5, 5]] },
      { order: [[1, 0, 5]] },
      { base: null },
      { writer: '' },
    ]
    for (const change of wrong) {
      const bytes = encodeManifest({ ...manifest, ...change } as typeof manifest)
      expect(() => decodeManifest(bytes), JSON.stringify(change)).toThrow(CorruptCheckpointError)
    }
  })
})

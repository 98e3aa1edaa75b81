import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileObjects, MemoryObjects, type Objects } from '@coelho/runtime'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { orderOf, orders, Shopfront } from './shopfront.test-support.js'

const fronts: Shopfront[] = []
afterEach(async () => {
  await Promise.all(fronts.splice(0).map(({ served }) => served.close()))
})

async function open(store: Objects): Promise<Shopfront> {
  const front = new Shopfront(orders, store)
  fronts.push(front)
  await front.served.start()
  return front
}

/** So many versions, and how far each had learned. */
async function teach(front: Shopfront, versions: number, keep = 1000): Promise<number[]> {
  const numbers: number[] = []
  for (let i = 0; i < versions; i++) {
    const events = Array.from({ length: 50 }, (_, j) => orderOf(50 * i + j))
    numbers.push(await front.learn(events, keep))
  }
  return numbers
}

const versionOf = ({ served }: Shopfront) => served.predict(orderOf(1)).version.version

describe('which versions answer', () => {
  it('is the same after a restart, and of a server that starts later', async () => {
    const store = new MemoryObjects()
    const front = await open(store)
    const [first = 0, second = 0] = await teach(front, 3)
    await vi.waitFor(() => expect(front.served.isReady).toBe(true))
    await front.served.pin(first)
    await front.served.setTraffic({ shares: [{ version: second, share: 1 }], shadow: first })
    await front.served.close()
    const again = await open(store)
    expect(again.served.summary()).toMatchObject({ pinned: true, version: { version: first } })
    expect(versionOf(again)).toBe(second)
    expect(again.served.traffic()).toMatchObject({ shadow: first })
  })

  it('is told to one server and followed by the others, back to the newest too', async () => {
    const store = new MemoryObjects()
    const [one, other] = [await open(store), await open(store)]
    const [first = 0, , third] = await teach(one, 3)
    await vi.waitFor(() => expect(other.served.version.version).toBe(third))
    await one.served.pin(first)
    await vi.waitFor(() => expect(versionOf(other)).toBe(first), { timeout: 5000 })
    await other.served.follow()
    await vi.waitFor(() => expect(versionOf(one)).toBe(third), { timeout: 5000 })
    expect(one.served.following).toBe(true)
  })

  it('keeps a version that is told of when its trainer has removed its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-held-'))
    const store = new FileObjects(folder)
    const front = await open(store)
    const [first = 0, second = 0] = await teach(front, 2, 3)
    await vi.waitFor(() => expect(front.served.isReady).toBe(true))
    await front.served.pin(first)
    await teach(front, 6, 3)
    await expect(front.served.predictBy(second, orderOf(1))).rejects.toThrow('is gone')
    const again = await open(store)
    expect(versionOf(again)).toBe(first)
    const row = (await again.served.versions()).find(({ version }) => version === first)
    expect(row).toMatchObject({ pinned: true, serving: true })
    await again.served.follow()
    expect(await store.list('orders/held/gen')).toEqual([])
    expect(await store.list('orders/held/blob')).toEqual([])
    await rm(folder, { recursive: true })
  })

  it('goes on where a copy it holds is damaged, and leaves no copy when it lets go', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-held-'))
    const store = new FileObjects(folder)
    const front = await open(store)
    const [first = 0, second = 0] = await teach(front, 3)
    await vi.waitFor(() => expect(front.served.isReady).toBe(true))
    await front.served.pin(first)
    const [manifest = ''] = await store.list('orders/held/gen')
    await writeFile(join(folder, 'orders/held/gen', manifest), 'damaged')
    await front.served.setTraffic({ shares: [{ version: second, share: 1 }], shadow: null })
    expect(versionOf(front)).toBe(second)
    await front.served.setTraffic({ shares: [], shadow: null })
    await front.served.follow()
    expect(await store.list('orders/held/gen')).toEqual([])
    await rm(folder, { recursive: true })
  })

  it('changes by several servers at once are all kept, one after the other', async () => {
    const store = new MemoryObjects()
    const [one, other] = [await open(store), await open(store)]
    const [first = 0, second = 0] = await teach(one, 3)
    await vi.waitFor(() => expect(other.served.isReady).toBe(true))
    await Promise.all([
      one.served.pin(first),
      other.served.setTraffic({ shares: [], shadow: second }),
    ])
    for (const { served } of [one, other]) {
      await vi.waitFor(
        () => {
          expect(served.summary().pinned).toBe(true)
          expect(served.traffic().shadow).toBe(second)
        },
        { timeout: 5000 },
      )
    }
  })

  it('goes on by what was told before where the store holds what nobody understands', async () => {
    const store = new MemoryObjects()
    const front = await open(store)
    const [first = 0] = await teach(front, 2)
    await vi.waitFor(() => expect(front.served.isReady).toBe(true))
    await front.served.pin(first)
    await store.create(`orders/serving/${'2'.padStart(16, '0')}`, Buffer.from('{"pinned":"x"}'))
    await vi.waitFor(() => expect(front.notes).toHaveLength(1), { timeout: 5000 })
    expect(front.notes[0]).toContain('orders 2 in orders/serving are not understood')
    expect(versionOf(front)).toBe(first)
    await front.served.follow()
    expect(front.served.following).toBe(true)
  })

  it('refuses what it cannot do, and changes nothing', async () => {
    const front = await open(new MemoryObjects())
    const [first = 0] = await teach(front, 1)
    await vi.waitFor(() => expect(front.served.isReady).toBe(true))
    await expect(front.served.pin(77)).rejects.toThrow('version 77')
    const tooMuch = {
      shares: [
        { version: first, share: 0.6 },
        { version: first, share: 0.6 },
      ],
    }
    await expect(front.served.setTraffic({ ...tooMuch, shadow: null })).rejects.toThrow('1 at most')
    expect(await front.store.list('orders/serving')).toEqual([])
    expect(front.served.following).toBe(true)
  })
})

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { InvalidDataError, InvalidInputError } from '../errors.js'
import { Cache } from './cache.js'
import { MemoryStore } from './cache-stores.js'

const folder = mkdtempSync(join(tmpdir(), 'coelho-cache-'))
afterAll(() => rmSync(folder, { recursive: true }))
let folders = 0
const fresh = () => join(folder, String(folders++), 'below')

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

const kinds: [string, () => Cache][] = [
  ['in memory', () => new Cache()],
  ['in a directory', () => new Cache({ directory: fresh() })],
  ['in a store of one’s own', () => new Cache({ store: new MemoryStore() })],
]

describe.each(kinds)('a Cache %s', (_, make) => {
  it('reads a stream once', async () => {
    const cache = make()
    const open = vi.fn(() => [[{ a: 1 }, true] as const, [{ a: 2 }, false] as const])
    const first = await all(cache.call(open, 'rows'))
    expect(first).toEqual(open())
    open.mockClear()
    expect(await all(cache.call(open, 'rows'))).toEqual(first)
    expect(open).not.toHaveBeenCalled()
    expect(await all(cache.get('rows'))).toEqual(first)
    expect(await cache.has('rows')).toBe(true)
  })

  it('gives back every value as it was', async () => {
    const cache = make()
    const date = fc.date({ noInvalidDate: true })
    const leaf = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.bigInt(), date)
    const none = fc.constantFrom(null, undefined, NaN, -0, Infinity)
    const key = fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'v'))
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        leaf,
        none,
        tie('list'),
        tie('object'),
        tie('map'),
        tie('set'),
      ),
      list: fc.array(tie('any'), { maxLength: 3 }),
      object: fc.dictionary(key, tie('any'), { maxKeys: 3, noNullPrototype: true }),
      map: fc.array(fc.tuple(leaf, tie('any')), { maxLength: 3 }).map((list) => new Map(list)),
      set: fc.array(leaf, { maxLength: 3 }).map((list) => new Set(list)),
    })).any
    let n = 0
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 5 }), async (items) => {
        const key = `values ${n++}`
        expect(await all(cache.call(items, key))).toEqual(items)
        expect(await all(cache.get(key))).toEqual(items)
      }),
      { numRuns: 60 },
    )
  })

  it('does not take what an early end has left for the whole', async () => {
    const cache = make()
    for await (const item of cache.call([1, 2, 3], 'n')) if (item === 2) break
    expect(await cache.keys()).toEqual(new Set())
    function* broken() {
      yield 1
      throw new Error('lost')
    }
    await expect(all(cache.call(broken(), 'n'))).rejects.toThrow('lost')
    expect(await all(cache.call([1, 2, 3], 'n'))).toEqual([1, 2, 3])
    expect(await cache.keys()).toEqual(new Set(['n']))
  })

  it('forgets one stream, or all', async () => {
    const cache = make()
    for (const key of ['a', 'b', '../c/ä*']) await all(cache.call([key], key))
    expect(await cache.keys()).toEqual(new Set(['a', 'b', '../c/ä*']))
    await cache.clear('a')
    expect(await cache.keys()).toEqual(new Set(['b', '../c/ä*']))
    await expect(cache.clear('a')).rejects.toThrow(/^Cache: the key must be one of those kept /)
    await expect(all(cache.get('a'))).rejects.toThrow(InvalidInputError)
    await cache.clearAll()
    expect(await cache.keys()).toEqual(new Set())
  })

  it('keeps long streams in pieces', async () => {
    const cache = make()
    async function* many() {
      for (let i = 0; i < 5000; i++) yield { i, text: 'x'.repeat(50) }
    }
    await all(cache.call(many(), 'many'))
    let i = 0
    for await (const item of cache.get<{ i: number }>('many')) expect(item.i).toBe(i++)
    expect(i).toBe(5000)
  })

  it('refuses what is no data, and forgets the stream', async () => {
    const cache = make()
    for (const item of [() => 1, Symbol('s'), new (class Own {})()]) {
      await expect(all(cache.call([item], 'n'))).rejects.toThrow(InvalidInputError)
    }
    const circle: unknown[] = []
    circle.push(circle)
    await expect(all(cache.call([circle], 'n'))).rejects.toThrow('64 deep at most')
    expect(await cache.has('n')).toBe(false)
  })

  it('refuses keys that are none', async () => {
    for (const key of ['', 5, undefined]) {
      await expect(all(make().call([], key as never))).rejects.toThrow('Cache: the key must be')
    }
  })
})

describe('a directory', () => {
  it('is found again by the next cache, and holds nothing but whole streams', async () => {
    const directory = fresh()
    await all(new Cache({ directory }).call([1, 2], 'n'))
    for await (const _ of new Cache({ directory }).call([1, 2], 'm')) break
    expect(readdirSync(directory)).toEqual(['n.coelho_cache.jsonl'])
    expect(await all(new Cache({ directory }).get('n'))).toEqual([1, 2])
  })

  it('may hold files of others, and broken ones', async () => {
    const directory = folder
    writeFileSync(join(directory, 'readme.txt'), 'x')
    writeFileSync(join(directory, '%.coelho_cache.jsonl'), '1\n')
    writeFileSync(join(directory, 'bad.coelho_cache.jsonl'), '1\n{"$":"evil"}\n')
    const cache = new Cache({ directory })
    expect(await cache.keys()).toEqual(new Set(['bad']))
    await expect(all(cache.get('bad'))).rejects.toThrow(
      'Cache: line 2: must be as the cache wrote it',
    )
  })

  it('gives data or an InvalidDataError, whatever stands in its files', async () => {
    const store = new MemoryStore()
    const cache = new Cache({ store })
    const json = fc.json().map((text) => text.replaceAll('"a', '"$'))
    const tagged = fc
      .record({
        $: fc.constantFrom('date', 'map', 'set', 'object', 'bigint', 'number'),
        v: fc.jsonValue(),
      })
      .map((value) => JSON.stringify(value))
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, tagged, fc.string()), async (text) => {
        const writer = store.write('x')
        await writer.write(text)
        await writer.commit()
        await all(cache.get('x')).catch((error) => expect(error).toBeInstanceOf(InvalidDataError))
      }),
      { numRuns: 500 },
    )
  })

  it('cannot be had together with a store, nor where there are no files', () => {
    const store = new MemoryStore()
    expect(() => new Cache({ store, directory: 'x' })).toThrow('option "store"')
    const found = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
    expect(() => new Cache({ directory: 'x' })).toThrow(
      'Cache: option "directory" needs a file system, and here is none: give a "store" instead',
    )
    found.mockRestore()
  })
})

import { expect, it } from 'vitest'
import type { Objects } from './objects.js'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** What every store of objects promises, whatever it is made of. */
export function keepsThePromisesOfObjects(make: () => Promise<Objects>): void {
  it('gives back what was created, and nothing for other keys', async () => {
    const objects = await make()
    expect(await objects.create('p/gen/1', bytes(1, 2, 3))).toBe('created')
    expect([...(await objects.read('p/gen/1'))!]).toEqual([1, 2, 3])
    expect(await objects.read('p/gen/2')).toBeUndefined()
    expect(await objects.read('other/folder/2')).toBeUndefined()
  })

  it('never changes what is there', async () => {
    const objects = await make()
    await objects.create('p/a', bytes(1))
    expect(await objects.create('p/a', bytes(2))).toBe('exists')
    expect([...(await objects.read('p/a'))!]).toEqual([1])
  })

  it('lists the names of one folder', async () => {
    const objects = await make()
    for (const key of ['p/gen/1', 'p/gen/2', 'p/blob/1', 'q/gen/9']) {
      await objects.create(key, bytes(0))
    }
    expect((await objects.list('p/gen')).sort()).toEqual(['1', '2'])
    expect(await objects.list('p')).toEqual([])
    expect(await objects.list('p/ge')).toEqual([])
    expect(await objects.list('nowhere')).toEqual([])
  })

  it('removes what is there, and does not mind what is not', async () => {
    const objects = await make()
    await objects.create('p/a', bytes(1))
    await objects.remove('p/a')
    await objects.remove('p/a')
    expect(await objects.read('p/a')).toBeUndefined()
    expect(await objects.create('p/a', bytes(2))).toBe('created')
  })

  it('keeps what it was given, not what becomes of it', async () => {
    const objects = await make()
    const given = bytes(1, 2)
    await objects.create('p/a', given)
    given[0] = 9
    const read = (await objects.read('p/a'))!
    expect([...read]).toEqual([1, 2])
  })

  it('holds no bytes and many', async () => {
    const objects = await make()
    const many = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251)
    await objects.create('p/none', bytes())
    await objects.create('p/many', many)
    expect((await objects.read('p/none'))!.length).toBe(0)
    expect(Buffer.compare((await objects.read('p/many'))!, many)).toBe(0)
  })

  it('has one winner among many writers of a key', async () => {
    const objects = await make()
    for (let round = 0; round < 20; round++) {
      const writers = Array.from({ length: 8 }, (_, i) =>
        objects.create(`p/gen/${round}`, bytes(i)),
      )
      const outcomes = await Promise.all(writers)
      const winners = outcomes.flatMap((outcome, i) => (outcome === 'created' ? [i] : []))
      expect(winners).toHaveLength(1)
      expect([...(await objects.read(`p/gen/${round}`))!]).toEqual(winners)
    }
  })

  it('takes names as long as they may be, and tells small letters from large', async () => {
    const objects = await make()
    const long = 'x'.repeat(128)
    expect(await objects.create(`p/${long}`, bytes(1))).toBe('created')
    expect(await objects.create('p/a.B_c-1', bytes(2))).toBe('created')
    expect(await objects.create('p/a.b_c-1', bytes(3))).toBe('created')
    expect((await objects.list('p')).sort()).toEqual(['a.B_c-1', 'a.b_c-1', long])
    expect([...(await objects.read('p/a.B_c-1'))!]).toEqual([2])
  })

  it('lets no key leave its folder', async () => {
    const objects = await make()
    for (const key of [
      '../a',
      'p/../../a',
      '/a',
      'p//a',
      'p/..',
      'p\\a',
      'p/a\0',
      '.',
      'p/~',
      '',
    ]) {
      await expect(objects.create(key, bytes(1))).rejects.toThrow('a key must be made of')
      await expect(objects.read(key)).rejects.toThrow('a key must be made of')
      await expect(objects.list(key)).rejects.toThrow('a key must be made of')
      await expect(objects.remove(key)).rejects.toThrow('a key must be made of')
    }
  })
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../errors.js'
import { Random } from '../random/random.js'
import { shuffle } from './shuffle.js'

async function* later<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield item
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('shuffle', () => {
  it('gives every element once, and none more than the buffer too early', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), fc.nat(), (count, size, seed) => {
        const items = Array.from({ length: count }, (_, i) => i)
        const shuffled = [...shuffle(items, size, { seed })]
        expect([...shuffled].sort((a, b) => a - b)).toEqual(items)
        shuffled.forEach((item, place) => {
          expect(item).toBeLessThan(place + size + 1)
        })
      }),
    )
  })

  it('draws as River does: a place for each element, then a shuffle of the rest', () => {
    const rng = new Random(7)
    const buffer = [0, 1, 2]
    const expected: number[] = []
    for (let item = 3; item < 9; item++) {
      const at = rng.randint(0, 2)
      expected.push(buffer[at])
      buffer[at] = item
    }
    rng.shuffle(buffer)
    const items = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    expect([...shuffle(items, 3, { seed: 7 })]).toEqual([...expected, ...buffer])
  })

  it('gives the same order of sync and async streams, and of a web stream', async () => {
    const items = Array.from({ length: 40 }, (_, i) => i)
    const expected = [...shuffle(items, 5, { seed: 1 })]
    expect(await all(shuffle(later(items), { bufferSize: 5, seed: 1 }))).toEqual(expected)
    const web = new ReadableStream({
      start(controller) {
        for (const item of items) controller.enqueue(item)
        controller.close()
      },
    })
    const bare = { getReader: () => web.getReader() } // where web streams are no iterables
    expect(await all(shuffle(bare, 5, { seed: 1 }))).toEqual(expected)
  })

  it('holds no more than the buffer, and closes the stream after an early end', () => {
    let [asked, closed] = [0, false]
    function* endless() {
      try {
        for (;;) yield asked++
      } finally {
        closed = true
      }
    }
    let taken = 0
    for (const _ of shuffle(endless(), 8, { seed: 1 })) if (++taken === 3) break
    expect([asked, closed]).toEqual([8 + 3, true])
  })

  it('takes a generator in the place of a seed', () => {
    expect([...shuffle('abcd', 2, { seed: { random: () => 0 } })]).toEqual(['a', 'c', 'b', 'd'])
  })

  it('refuses wrong options and streams at once', () => {
    for (const size of [0, 1.5, -1, NaN]) {
      expect(() => shuffle([1], size)).toThrow('shuffle: option "bufferSize" must be an integer')
    }
    expect(() => shuffle([1], { seed: 1 } as never)).toThrow('option "bufferSize" is required')
    expect(() => shuffle([1], 2, { seed: 'x' as never })).toThrow('option "seed" must be')
    expect(() => shuffle(5 as never, 2)).toThrow(InvalidInputError)
  })
})

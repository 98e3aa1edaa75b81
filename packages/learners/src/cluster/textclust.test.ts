import { compose, Frame, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { BagOfWords } from '../feature-extraction/index.js'
import { powerOfTwo } from './power-of-two.js'
import { joinNearest } from './single-linkage.js'
import { TextClust } from './textclust.js'

type Counts = Record<string, number>

const counted = { realTimeFading: false } as const
const words = (text: string): Counts =>
  Object.fromEntries(text.split(' ').map((word) => [word, 1] as const))

function trained(options: object, texts: readonly string[]): TextClust {
  const model = new TextClust({ ...counted, ...options })
  for (const text of texts) model.learnOne(words(text))
  return model
}

function texts(seed: number, count: number): string[] {
  const rng = new random.Random(seed)
  const word = () => `t${rng.randint(0, 30)}`
  return Array.from({ length: count }, () => [word(), word(), word()].join(' '))
}

const bytes = (model: object) => Buffer.from(snapshot.save(model)).toString('base64')
const sizes = (model: TextClust) => [...model.microClusters.values()].map(({ n }) => n)

describe('TextClust', () => {
  it('joins a text to the nearest group if it is near enough', () => {
    // No cluster has c: the cosine of a and a b is the root of 1/2.
    expect(sizes(trained({ radius: 0.293 }, ['a b', 'a c']))).toEqual([2])
    expect(sizes(trained({ radius: 0.292 }, ['a b', 'a c']))).toEqual([1, 1])
  })

  it('weighs rare terms more', () => {
    const model = trained({ radius: 0.01 }, ['a x', 'a y', 'a z'])
    expect(model.predictOne({ a: 2, z: 1 })).toBe(2)
  })

  it('fades weights and terms', () => {
    const model = trained({ radius: 0.9, fadingFactor: 0.5, tgap: 9 }, ['a b', 'a c'])
    const [{ weight, tf }] = model.microClusters.values()
    // River: what joins fades with the rest, though it has just come.
    expect(weight).toBeCloseTo(2 * Math.SQRT1_2, 12)
    expect(tf['a']).toBeCloseTo(1 + Math.SQRT1_2, 12)
    const kept = trained({ radius: 0.9, fadingFactor: 0.5, tgap: 9, termFading: false }, ['a', 'a'])
    expect([...kept.microClusters.values()][0].tf).toEqual({ a: 2 })
  })

  it('forgets groups that have faded away', () => {
    const model = trained({ radius: 0.1, fadingFactor: 1, tgap: 3 }, ['a', 'b', 'b', 'b', 'b'])
    expect([...model.microClusters.keys()]).toEqual([1])
  })

  it('merges groups that have come near each other', () => {
    const meeting = ['a b', 'a c', 'x y']
    const merged = (autoMerge: boolean) =>
      trained({ radius: 0.51, tgap: 4, autoMerge, fadingFactor: 0 }, [...meeting, 'a c b'])
    expect(merged(true).microClusters.size).toBeLessThanOrEqual(merged(false).microClusters.size)
  })

  it('takes the radius from the distances that it meets', () => {
    const list = ['a b', 'c d', 'e f', 'a b']
    expect(sizes(trained({ autoR: true, radius: 0 }, list))).toEqual([2, 1, 1])
    expect(sizes(trained({ autoR: false, radius: 0 }, list))).toEqual([1, 1, 1, 1])
  })

  it('knows clusters of groups', () => {
    const model = trained({ radius: 0.1, numMacro: 2 }, ['a b', 'a c', 'x y', 'x z'])
    expect(model.predictOne({ c: 1 }, { type: 'macro' })).toBe(0)
    expect(model.predictOne({ z: 1 }, { type: 'macro' })).toBe(1)
    const groups = [...model.getMacroclusters().values()]
    expect(groups.map(({ microClusters }) => microClusters)).toEqual([
      [0, 1],
      [2, 3],
    ])
    expect(groups[0].weight).toBeCloseTo(2, 2)
  })

  it('has no answer for what is not there', () => {
    expect(new TextClust(counted).predictOne({ a: 1 })).toBeUndefined()
    expect(trained({}, ['a']).predictOne({})).toBeUndefined()
    expect([...trained({}, ['a']).predictMany(Frame.fromRows([{ a: 1 }]))]).toEqual([0])
    expect([...new TextClust(counted).predictMany(Frame.fromRows([{ a: 1 }]))]).toEqual([-1])
    expect(trained({ minWeight: 2 }, ['a']).predictOne({ a: 1 })).toBeUndefined()
  })

  it('is told the time, or counts events', () => {
    const model = new TextClust({ fadingFactor: 0.1 })
    model.learnOne({ a: 1 }, { t: new Date(1000) })
    model.learnOne({ b: 1 }, { t: 1010 })
    expect([...model.microClusters.values()].map(({ weight }) => weight)).toEqual([0.5, 1])
    expect(() => model.learnOne({ a: 1 })).toThrow(
      'TextClust: needs the time t of each event, a Date or a number (or realTimeFading: false)',
    )
    expect(() => new TextClust(counted).learnOne({ a: 1 }, { t: 5 })).toThrow(
      'TextClust: takes a time t only with realTimeFading',
    )
  })

  it('learns frames as it learns rows, and goes on from a snapshot', () => {
    const options = { fadingFactor: 0.02, tgap: 20, radius: 0.6 }
    const list = texts(1, 300).map(words)
    const times = list.map((_, i) => 2 * i)
    const model = new TextClust(options)
    list.forEach((x, i) => {
      model.learnOne(x, { t: times[i] })
    })
    const framed = new TextClust(options)
    framed.learnMany(Frame.fromRows(list.slice(0, 150)), { t: times.slice(0, 150) })
    const loaded = snapshot.load<TextClust>(snapshot.save(framed), { learners: [TextClust] })
    loaded.learnMany(Frame.fromRows(list.slice(150)), { t: times.slice(150) })
    expect(loaded.microClusters).toEqual(model.microClusters)
    expect(() => framed.learnMany(Frame.fromRows(list), { t: [1] })).toThrow(
      'TextClust: 300 rows need as many times t, got 1.',
    )
  })

  it('restores to the bit', () => {
    const model = trained({ radius: 0.6, tgap: 10 }, texts(2, 100))
    const loaded = snapshot.load<TextClust>(snapshot.save(model), { learners: [TextClust] })
    for (const text of texts(3, 100)) {
      model.learnOne(words(text))
      loaded.learnOne(words(text))
    }
    expect(bytes(loaded)).toBe(bytes(model))
  })

  it('clusters what a pipeline makes of sentences', () => {
    const model = new compose.Pipeline(new BagOfWords(), new TextClust({ ...counted, radius: 0.7 }))
    for (const text of ['goal match team', 'bread soup', 'goal team']) model.learnOne(text as never)
    expect(model.predictOne('team' as never)).toBe(0)
    expect(model.predictOne('soup' as never)).toBe(1)
  })

  it('refuses a snapshot whose clusters stand out of order', () => {
    const model = trained({ radius: 0.01 }, ['a', 'b'])
    const { clusters } = model as unknown as { clusters: { number: number }[] }
    clusters[0].number = 1
    expect(() => model.checkState()).toThrow('clusters of texts must have rising numbers')
  })
})

describe('joining the nearest', () => {
  it('follows the nearest members, the first pair first', () => {
    const at = [0, 10, 11, 3, 20]
    const apart = (a: number, b: number) => Math.abs(at[a] - at[b])
    expect(joinNearest(5, 3, apart)).toEqual([[0, 3], [1, 2], [4]])
    expect(joinNearest(5, 1, apart)).toEqual([[0, 3, 1, 2, 4]])
  })

  it('has no answer before it has learned: undefined, in a frame -1, in a pipeline too', () => {
    const rows = Frame.fromRows([{ a: 1 }, { b: 1 }])
    expect(new TextClust(counted).predictOne({ a: 1 })).toBeUndefined()
    expect(new TextClust(counted).predictMany(rows)).toEqual(Int32Array.of(-1, -1))
    const model = new compose.Pipeline(new compose.Select('a', 'b'), new TextClust(counted))
    expect(model.predictMany(rows)).toEqual(Int32Array.of(-1, -1))
  })
})

describe('powers of two', () => {
  it('are exact where they can be, and rounded correctly', () => {
    expect([powerOfTwo(0), powerOfTwo(-1), powerOfTwo(-1074), powerOfTwo(-2000)]).toEqual([
      1,
      0.5,
      2 ** -1074,
      0,
    ])
    // By arithmetic with fifty digits.
    expect(powerOfTwo(-0.5)).toBe(Math.SQRT1_2)
    expect(powerOfTwo(-0.01)).toBe(0.9930924954370359)
    expect(powerOfTwo(-12.3)).toBe(0.00019830380770415897)
  })
})

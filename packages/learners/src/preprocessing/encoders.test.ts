import { Frame, InvalidFeatureError, InvalidOptionError, Schema, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { FeatureHasher, OneHotEncoder, OrdinalEncoder } from './index.js'
import { murmurHash } from './murmur-hash.js'

describe('OneHotEncoder', () => {
  it('makes a feature of each value, whatever it is', () => {
    const encoder = new OneHotEncoder({ dropZeros: true })
    const x = { shop: 'north', size: 1, share: 0.5, flag: true, gone: null }
    encoder.learnOne(x)
    expect(encoder.transformOne(x)).toEqual({
      shop_north: 1,
      size_1: 1,
      'share_0.5': 1,
      flag_True: 1,
      gone_None: 1,
    })
  })

  it('tells a value it has not learned, and forgets it', () => {
    const encoder = new OneHotEncoder()
    encoder.learnOne({ shop: 'north' })
    expect(encoder.transformOne({ shop: 'mall' })).toEqual({ shop_north: 0, shop_mall: 1 })
    expect(encoder.transformOne({ shop: 'north' })).toEqual({ shop_north: 1 })
    expect(encoder.outputSchema.names()).toEqual(['shop_north'])
  })

  it('dropFirst: leaves out the name that comes first, zeros or not', () => {
    const encoder = new OneHotEncoder({ dropFirst: true })
    const sparse = new OneHotEncoder({ dropFirst: true, dropZeros: true })
    for (const shop of ['b', 'c', 'a']) encoder.learnOne({ shop })
    expect(encoder.transformOne({ shop: 'b' })).toEqual({ shop_b: 1, shop_c: 0 })
    expect(encoder.transformOne({ shop: 'a' })).toEqual({ shop_b: 0, shop_c: 0 })
    expect(encoder.transformOne({ shop: 'A' })).toEqual({ shop_a: 0, shop_b: 0, shop_c: 0 })
    expect(sparse.transformOne({ shop: 'b', x: 1 })).toEqual({ x_1: 1 })
    expect(sparse.transformOne({})).toEqual({})
  })

  it('categories: only values that are listed, from the start', () => {
    const categories = new Map([['shop', new Set(['north', 'south'])]])
    const encoder = new OneHotEncoder({ categories })
    encoder.learnOne({ shop: 'mall', other: 1 })
    expect(encoder.transformOne({ shop: 'mall', other: 1 })).toEqual({
      shop_north: 0,
      shop_south: 0,
    })
    const flags = new OneHotEncoder({ categories: { flag: [true, 2] } })
    expect(flags.transformOne({ flag: true })).toEqual({ flag_True: 1, flag_2: 0 })
    expect(flags.clone().transformOne({ flag: 2 })).toEqual({ flag_True: 0, flag_2: 1 })
  })

  it('tells a value it has not learned in its own row of a frame only', () => {
    const events = [{ s: 'x' }, { s: 'y' }, { s: 'x' }, { s: 'known' }]
    for (const options of [{}, { dropZeros: true }, { dropFirst: true }]) {
      const [fresh, trained] = [new OneHotEncoder(options), new OneHotEncoder(options)]
      for (const s of ['known', 'other']) trained.learnOne({ s })
      for (const encoder of [fresh, trained]) {
        const frame = encoder.transformMany(Frame.fromRows(events))
        const rows = events.map((_, i) => frame.row(i))
        expect(rows).toEqual(events.map((x) => encoder.transformOne(x)))
      }
    }
    const rows = new OneHotEncoder().transformMany(Frame.fromRows(events.slice(0, 2)))
    expect([rows.row(0), rows.row(1)]).toEqual([{ s_x: 1 }, { s_y: 1 }])
  })

  it('keeps nothing of an event that brings too many values', () => {
    const encoder = new OneHotEncoder({ schema: new Schema({ maxFeatures: 2 }) })
    encoder.learnOne({ a: 'x' })
    expect(() => encoder.learnOne({ a: 'p', b: 'q' })).toThrow(InvalidFeatureError)
    encoder.learnOne({ a: 'r' })
    expect(encoder.transformOne({ a: 'r' })).toEqual({ a_x: 0, a_r: 1 })
  })

  it('names booleans alike in objects and in frames, also where a null came first', () => {
    for (const first of [null, true]) {
      const events = [{ flag: first }, { flag: true }, { flag: false }]
      const [one, many] = [new OneHotEncoder(), new OneHotEncoder()]
      for (const x of events) one.learnOne(x)
      many.learnOne(events[0])
      many.learnMany(Frame.fromRows(events.slice(1)))
      const names = [...(first === null ? ['flag_None'] : []), 'flag_True', 'flag_False']
      expect(one.outputSchema.names()).toEqual(names)
      expect(many.outputSchema.names()).toEqual(names)
    }
  })

  it('makes one feature of two values with one name', () => {
    const encoder = new OneHotEncoder()
    const x = { a: 'b_c', a_b: 'c' }
    encoder.learnOne(x)
    expect(encoder.transformOne(x)).toEqual({ a_b_c: 1 })
  })

  it('sees an empty cell of a frame as a null', () => {
    const encoder = new OneHotEncoder()
    const frame = Frame.fromColumns({ shop: ['north', null] })
    encoder.learnMany(frame)
    expect(encoder.transformMany(frame).row(1)).toEqual({ shop_north: 0, shop_None: 1 })
  })

  it('refuses categories that are none', () => {
    const build = (categories: unknown) => () => new OneHotEncoder({ categories } as never)
    expect(build({ shop: 'north' })).toThrow(InvalidOptionError)
    expect(build({ shop: [Number.NaN] })).toThrow(
      'OneHotEncoder: option "categories" must hold strings, finite numbers and booleans, got NaN.',
    )
    expect(build(['north'])).toThrow(InvalidOptionError)
  })

  it('refuses a value for which there is no room, and is as it was', () => {
    const encoder = new OneHotEncoder({ schema: new Schema({ maxFeatures: 2 }) })
    for (const shop of ['north', 'south']) encoder.learnOne({ shop })
    expect(() => encoder.learnOne({ shop: 'mall' })).toThrow('maxFeatures = 2')
    expect(encoder.schema.categoryCount(0)).toBe(2)
    expect(encoder.transformOne({ shop: 'south' })).toEqual({ shop_north: 0, shop_south: 1 })
  })
})

describe('OrdinalEncoder', () => {
  it('numbers values as they are met, and passes over the numbers that mean something', () => {
    const encoder = new OrdinalEncoder({ unknownValue: 1, noneValue: 2 })
    for (const shop of ['a', 'b', 'c']) encoder.learnOne({ shop })
    const codes = ['a', 'b', 'c', 'd', null].map((shop) => encoder.transformOne({ shop })['shop'])
    expect(codes).toEqual([0, 3, 4, 1, 2])
  })

  it('unknownValue null: tells nothing of an unknown value', () => {
    const encoder = new OrdinalEncoder({ unknownValue: null })
    expect(encoder.transformOne({ shop: 'a', other: null })).toEqual({ shop: null, other: -1 })
  })

  it('categories: the numbers that are given', () => {
    const categories = { shop: new Map([['north', 7]]) }
    const encoder = new OrdinalEncoder({ categories, unknownValue: 99 })
    for (const shop of ['south', 'north']) encoder.learnOne({ shop })
    expect(encoder.transformOne({ shop: 'north', day: 3 })).toEqual({ shop: 7, day: 99 })
    expect(encoder.transformOne({ shop: 'south' })).toEqual({ shop: 99 })
    const wrong = { shop: new Map([['north', 0.5]]) }
    expect(() => new OrdinalEncoder({ categories: wrong })).toThrow(
      'OrdinalEncoder: option "categories" must hold an integer of 32 bits for each value',
    )
  })
})

describe('FeatureHasher', () => {
  it('hashes as MurmurHash3 does', () => {
    const cases = [
      ['', 0, 0],
      ['', 1, 0x514e28b7],
      ['a', 0x9747b28c, 0x7fa09ea6],
      ['aaaa', 0x9747b28c, 0x5a97808a],
      ['abc', 0x9747b28c, 0xc84a62dd],
      ['Hello, world!', 0x9747b28c, 0x24884cba],
      ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ] as const
    for (const [text, seed, hash] of cases) expect(murmurHash(text, seed) >>> 0).toBe(hash)
  })

  it('adds up what meets; with alternateSign half of it counts against', () => {
    const x = { a: 1, b: 2, c: 4, shop: 'north' }
    const sum = (alternateSign: boolean) =>
      new FeatureHasher({ nFeatures: 1, seed: 2, alternateSign }).transformOne(x)['0']
    expect(sum(false)).toBe(8)
    expect(Math.abs(Number(sum(true)))).toBeLessThan(8)
  })

  it('shows the seed that repeats its places, given or drawn, and does so once loaded', () => {
    const x = { a: 1, b: 2, c: 3 }
    expect(new FeatureHasher({ seed: 1621357936 }).seed).toBe(1621357936)
    const drawn = new FeatureHasher()
    expect(new FeatureHasher({ seed: drawn.seed }).transformOne(x)).toEqual(drawn.transformOne(x))
    const loaded = load<FeatureHasher>(snapshot.save(drawn))
    expect(loaded.seed).toBe(drawn.seed)
    expect(loaded.transformOne(x)).toEqual(drawn.transformOne(x))
  })

  it('seed: other seeds, other places', () => {
    const keys = (seed: number) =>
      Object.keys(new FeatureHasher({ seed }).transformOne({ a: 1, b: 1 }))
    expect(keys(1)).toEqual(keys(1))
    expect(keys(1)).not.toEqual(keys(2))
  })
})

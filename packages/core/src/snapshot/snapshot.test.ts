import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Centre, Majority } from '../base/toys.test-support.js'
import { Pipeline } from '../compose/pipeline.js'
import { Schema } from '../data/schema.js'
import { SnapshotError } from '../errors.js'
import { classTable } from './classes.js'
import { alignTo8, writePrefix } from './format.js'
import { load } from './load.js'
import { save } from './save.js'

/** A field of every kind that a snapshot knows. */
class Box {
  static readonly id = 'test.Box'
  static readonly state = [
    'number',
    'text',
    'flag',
    'nothing',
    'big',
    'list',
    'map',
    'record',
    'floats',
    'ints',
    'words',
    'bytes',
  ]

  number = 0
  text = ''
  flag = false
  nothing: null = null
  big = 0n
  list: unknown[] = []
  map: Map<unknown, unknown> = new Map()
  record: Record<string, unknown> = {}
  floats: Float64Array = new Float64Array(0)
  ints: Int32Array = new Int32Array(0)
  words: Uint32Array = new Uint32Array(0)
  bytes: Uint8Array = new Uint8Array(0)
}

const reload = <Model extends object>(model: Model): Model =>
  load(save(model), { learners: [Box, Majority, Centre, Pipeline] as never }) as Model

function boxOf(fields: Partial<Box>): Box {
  return Object.assign(new Box(), fields)
}

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof SnapshotError) return error.message
    throw error
  }
  return 'it was loaded'
}

function example(): Pipeline {
  const model = new Pipeline(new Centre(), new Majority())
  for (let i = 0; i < 20; i++) model.learnOne({ a: i, shop: i % 2 ? 'north' : 'south' }, i % 3)
  return model
}
const loadExample = (bytes: Uint8Array) =>
  load(bytes, { learners: [Pipeline, Centre, Majority] as never })

describe('a snapshot gives back to the last bit', () => {
  it('numbers that JSON does not have, and the smallest and the largest', () => {
    const numbers = [
      NaN,
      Infinity,
      -Infinity,
      -0,
      0,
      5e-324,
      -5e-324,
      2e-308,
      1.7976931348623157e308,
      0.1,
      2 ** 53,
    ]
    for (const number of numbers) {
      expect(Object.is(reload(boxOf({ number })).number, number)).toBe(true)
      expect(Object.is(reload(boxOf({ list: [[number]] })).list.flat()[0], number)).toBe(true)
    }
    const floats = Float64Array.from(numbers)
    expect(Buffer.from(reload(boxOf({ floats })).floats.buffer)).toEqual(Buffer.from(floats.buffer))
  })

  it('strings of any kind: empty, long, halves of a pair, names that every object has', () => {
    const odd = ['', 'x'.repeat(65_536), '\ud800', 'a\udfff', '\u0000', '"\\\n', '\u2028', '😀']
    for (const text of [...odd, '__proto__', 'constructor', '$']) {
      expect(reload(boxOf({ text })).text).toBe(text)
      const record = Object.fromEntries([[text, 1]])
      const loaded = reload(boxOf({ record })).record
      expect(Object.entries(loaded)).toEqual([[text, 1]])
      expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype)
    }
  })

  it('arrays of each kind, maps, records, big numbers and what is undefined', () => {
    const box = boxOf({
      flag: true,
      big: -(10n ** 60n),
      list: [undefined, null, [], [new Map([['a', [1n]]])]],
      map: new Map<unknown, unknown>([
        [true, 'true'],
        ['true', true],
        [1, { $: 'number', value: 'not a tag' }],
      ]),
      record: { nested: { deeper: Float64Array.of(1, NaN) } },
      ints: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
      words: Uint32Array.of(2 ** 32 - 1),
      bytes: Uint8Array.of(0, 255, 7),
    })
    expect(reload(box)).toEqual(box)
  })

  it('any values, nested in any way', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double(),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.bigInt(),
        fc.constantFrom(null, undefined),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ),
    })).value
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (list) => {
        const plain = structuredClone(list)
        const loaded = reload(boxOf({ list: plain }))
        expect(loaded.list).toEqual(plain)
        expect(Buffer.compare(save(loaded), save(boxOf({ list: plain })))).toBe(0)
      }),
    )
  })

  it('a model with its schema, however its features, categories and labels are called', () => {
    const odd = ['', '\ud800', '__proto__', 'x'.repeat(65_536), 'a\u0000b']
    const model = new Pipeline(new Centre(), new Majority())
    for (const name of odd) {
      model.learnOne(Object.fromEntries([[name, 1]]), name)
      model.learnOne({ kind: name }, -0)
    }
    const loaded = reload(model)
    expect(loaded.schema.names()).toEqual(model.schema.names())
    expect(loaded.predictProbaOne({})).toEqual(model.predictProbaOne({}))
    expect(Buffer.compare(save(loaded), save(model))).toBe(0)
  })

  it('a schema that several steps share, as one', () => {
    const schema = new Schema({ maxFeatures: 5 })
    const model = new Pipeline(new Centre({ schema }), new Majority({ schema }))
    model.learnOne({ a: 1 }, 'x')
    const loaded = reload(model)
    expect(loaded.get(0)?.schema).toBe(loaded.get(1)?.schema)
    expect(loaded.schema.options.maxFeatures).toBe(5)
  })
})

describe('what is not a snapshot', () => {
  it('is refused at every length it may be cut to', () => {
    const bytes = save(example())
    for (let length = 0; length < bytes.length; length++) {
      expect(() => loadExample(bytes.subarray(0, length))).toThrow(SnapshotError)
    }
  })

  it('is refused with any single bit turned', () => {
    const bytes = save(example())
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit >> 3] ^= 1 << (bit & 7)
      expect(() => loadExample(bytes)).toThrow(SnapshotError)
      bytes[bit >> 3] ^= 1 << (bit & 7)
    }
    loadExample(bytes)
  })

  it('is not looked for by its checksum where a hash has shown that it is whole', () => {
    const bytes = save(example())
    bytes[20]! ^= 1
    expect(() => loadExample(bytes)).toThrow('the checksum differs')
    const trusting = { learners: [Pipeline, Centre, Majority] as never, isVerified: true }
    const known = load<object>(bytes, trusting)
    bytes[20]! ^= 1
    expect(save(known)).toEqual(bytes)
    const cut = bytes.subarray(0, bytes.length - 8)
    expect(() => load(cut, trusting)).toThrow(SnapshotError)
  })

  it('lends its bytes to the model where they are given away, and only then', () => {
    const learners = [Pipeline, Centre, Majority] as never
    const bytes = save(example())
    const expected = bytes.slice()
    for (const isOwned of [false, true]) {
      const known = load<object>(bytes, { learners, isOwned })
      expect(save(known)).toEqual(expected)
      bytes.fill(7, 32)
      if (isOwned) expect(save(known)).not.toEqual(expected)
      else expect(save(known)).toEqual(expected)
      bytes.set(expected)
    }
    for (let at = 0; at < 8; at++) {
      const shifted = new Uint8Array(bytes.length + at).subarray(at)
      shifted.set(expected)
      expect(save(load<object>(shifted, { learners, isOwned: true }))).toEqual(expected)
    }
  })

  it('is told by its first bytes, its version, its length and its checksum', () => {
    const bytes = save(example())
    const changed = (at: number, value: number) => {
      const copy = bytes.slice()
      copy[at] = value
      return () => loadExample(copy)
    }
    const longer = new Uint8Array(bytes.length + 8)
    longer.set(bytes)
    const texts = [
      refusal(() => loadExample('text' as never)),
      refusal(() => loadExample(bytes.subarray(0, 31))),
      refusal(() => loadExample(new TextEncoder().encode('{"not": "a snapshot, but JSON"}  '))),
      refusal(changed(2, 0x0a)),
      refusal(changed(8, 2)),
      refusal(changed(15, 255)),
      refusal(changed(100, 0)),
      refusal(() => loadExample(longer)),
    ]
    expect(texts).toEqual([
      'snapshot: must be a Uint8Array, got "text".',
      'snapshot: too short to be one, got 31.',
      'snapshot: these bytes are not a snapshot of this library.',
      'snapshot: these bytes are not a snapshot of this library.',
      'snapshot: this version reads format 1; a newer one may read this file, got 2.',
      expect.stringContaining('snapshot: the header is longer than the file: it was cut off, got'),
      'snapshot: the bytes are damaged: the checksum differs.',
      'snapshot: the bytes are damaged: the checksum differs.',
    ])
    const { length } = new TextEncoder().encode(headerOf(bytes))
    writePrefix(longer, length)
    expect(refusal(() => loadExample(longer))).toBe(
      'snapshot: bytes are left over behind the last buffer.',
    )
  })

  it('is refused if its header is not JSON, or says nothing', () => {
    for (const text of ['', '{', 'null', '[]', '5', '{"format":1}', '{"format":2}']) {
      expect(refusal(() => loadExample(withHeader(text)))).toMatch(/^snapshot: the header /)
    }
    const invalid = withHeader('abc')
    invalid.fill(0xff, 32, 35)
    writePrefix(invalid, 3)
    expect(refusal(() => loadExample(invalid))).toBe('snapshot: the header is not JSON.')
  })

  it('is read from a Buffer, whose slices are no copies', () => {
    const box = boxOf({ number: 1, floats: Float64Array.of(1, 2, 3), text: 'small enough' })
    const pooled = Buffer.from(save(box))
    const loaded = load<Box>(pooled, { learners: [Box] })
    expect([...loaded.floats]).toEqual([1, 2, 3])
    pooled.fill(0)
    expect(save(loaded)).toEqual(save(box))
  })

  it('is read from the middle of a larger array too', () => {
    const bytes = save(example())
    const larger = new Uint8Array(bytes.length + 11)
    larger.set(bytes, 3)
    expect(save(loadExample(larger.subarray(3, 3 + bytes.length)) as object)).toEqual(bytes)
  })
})

describe('classes', () => {
  it('that were not given are not built', () => {
    const bytes = save(example())
    expect(refusal(() => load(bytes, { learners: [Pipeline, Centre] as never }))).toBe(
      'snapshot: it needs a class that is not among the given learners, got "test.Majority".',
    )
    expect(refusal(() => load(bytes, { learners: [] }))).toBe(
      'snapshot: it needs a class that is not among the given learners, got "compose.Pipeline".',
    )
  })

  it('must be given as a list of classes with different ids', () => {
    const bytes = save(example())
    class Other {
      static readonly id = 'test.Centre'
    }
    const texts = [undefined, {}, { learners: Pipeline }, { learners: [undefined] }].map(
      (options) => refusal(() => load(bytes, options as never)),
    )
    expect(texts).toEqual([
      'snapshot: learners must be a list of classes, got undefined.',
      'snapshot: learners must be a list of classes, got undefined.',
      'snapshot: learners must be a list of classes, got the function Pipeline.',
      'snapshot: learners must be classes of this library, or have a static id, got undefined.',
    ])
    expect(() => classTable([Centre, Other])).toThrow('snapshot: two classes share one id')
  })

  it('without an id, functions and symbols cannot be saved', () => {
    expect(refusal(() => save({}))).toBe(
      'snapshot: only estimators and their parts can be saved, got an object.',
    )
    expect(refusal(() => save(boxOf({ list: [() => 1] })))).toBe(
      'snapshot: functions and symbols cannot be saved, got the function (anonymous).',
    )
    expect(refusal(() => save(boxOf({ list: [new Date(0)] })))).toBe(
      'snapshot: only estimators and their parts can be saved, got a Date.',
    )
  })

  it('take only a value of the kind that a fresh object has in the field', () => {
    const fields: Partial<Record<keyof Box, unknown>>[] = [
      { number: '5' },
      { text: 5 },
      { flag: null },
      { floats: Int32Array.of(1) },
      { list: new Map() },
      { record: [] },
    ]
    for (const field of fields) {
      const bytes = save(boxOf(field as Partial<Box>))
      expect(refusal(() => load(bytes, { learners: [Box] as never }))).toMatch(
        /^snapshot: test\.Box\.\w+ must be of another kind, got /,
      )
    }
  })
})

describe('the format', () => {
  it('starts with bytes that a copy in text mode damages, then its version', () => {
    const start = Array.from(save(new Majority()).subarray(0, 12))
    expect(start).toEqual([...new TextEncoder().encode('CO\r\nELHO'), 1, 0, 0, 0])
  })

  it('puts buffers at places that are multiples of 8, also beyond 2^32', () => {
    expect([0, 1, 7, 8, 9, 2 ** 32, 2 ** 32 + 1].map(alignTo8)).toEqual([
      0,
      8,
      8,
      8,
      16,
      2 ** 32,
      2 ** 32 + 8,
    ])
  })
})

function headerOf(bytes: Uint8Array): string {
  const length = new DataView(bytes.buffer).getUint32(12, true)
  return new TextDecoder().decode(bytes.subarray(32, 32 + length))
}

function withHeader(text: string): Uint8Array {
  const header = new TextEncoder().encode(text)
  const bytes = new Uint8Array(alignTo8(32 + header.length))
  bytes.set(header, 32)
  writePrefix(bytes, header.length)
  return bytes
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidFeatureError, InvalidInputError } from '../errors.js'
import { Frame } from './frame.js'
import { checkFrame } from './frame-reader.js'
import { type Features, Schema } from './schema.js'

const rows = (frame: Frame) => Array.from({ length: frame.length }, (_, i) => frame.row(i))

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof InvalidFeatureError) {
      return error.message
    }
    throw error
  }
  return 'it was not refused'
}

describe('a frame from rows', () => {
  it('gives the rows back: without what is missing, booleans as numbers', () => {
    const frame = Frame.fromRows([
      { a: 1, shop: 'north', on: true },
      { shop: null, a: -2.5 },
      {},
      { shop: 'south', late: 7 },
    ])
    expect(rows(frame)).toEqual([
      { a: 1, shop: 'north', on: 1 },
      { a: -2.5 },
      {},
      { shop: 'south', late: 7 },
    ])
    expect([frame.length, frame.width, frame.full]).toEqual([4, 4, false])
  })

  it('gives any rows back', () => {
    const names = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '')
    const row = fc.dictionary(names, fc.double({ noNaN: true, noDefaultInfinity: true }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (events) => {
        const plain = events.map((x) => Object.fromEntries(Object.entries(x)))
        expect(rows(Frame.fromRows(events))).toEqual(plain)
      }),
    )
  })

  it('refuses what an event may not be, and says so in the name of the frame', () => {
    const texts = [
      refusal(() => Frame.fromRows([{ a: 1 }, { a: 'x' }])),
      refusal(() => Frame.fromRows([{ a: NaN }])),
      refusal(() => Frame.fromRows([[1, 2] as never])),
      refusal(() => Frame.fromRows({ a: [1, 2] } as never)),
      refusal(() => Frame.fromRows(undefined as never)),
    ]
    expect(texts).toEqual([
      'Frame: feature "a" must be a finite number, as it was so far, got "x".',
      'Frame: feature "a" must be a finite number, a string or a boolean, got NaN.',
      'Frame: an event must be an object of features, got [1, 2].',
      'Frame: rows must come in a list of objects, got an object.',
      'Frame: rows must come in a list of objects, got undefined.',
    ])
  })

  it('may share the schema of a model, and then counts its features', () => {
    const schema = new Schema()
    Frame.fromRows([{ a: 1, b: 2 }], { schema })
    const frame = Frame.fromRows([{ c: 3 }], { schema })
    expect(frame.width).toBe(3)
    expect(rows(frame)).toEqual([{ c: 3 }])
  })
})

describe('a frame from columns', () => {
  it('is the frame of the same rows', () => {
    const events: Features[] = [
      { a: 1, shop: 'north', on: true },
      { a: 2, shop: null, on: false },
      { a: null, shop: 'south', on: undefined },
    ]
    const columns = {
      a: [1, 2, null],
      shop: ['north', null, 'south'],
      on: [true, false, undefined],
    }
    expect(rows(Frame.fromColumns(columns))).toEqual(rows(Frame.fromRows(events)))
    expect(rows(Frame.fromColumns({ a: Float64Array.of(1, 2) }))).toEqual([{ a: 1 }, { a: 2 }])
  })

  it('takes a column with one string in it as a category, also where numbers come first', () => {
    const frame = Frame.fromColumns({ code: [7, 8, 'x'] })
    expect(frame.schema.kind(0)).toBe('category')
    expect(rows(frame)).toEqual([{ code: 7 }, { code: 8 }, { code: 'x' }])
  })

  it('keeps the names of columns without rows, for good', () => {
    const frame = Frame.fromColumns({ a: [], b: [] })
    expect([frame.length, frame.width, frame.schema.provisional]).toEqual([0, 2, false])
  })

  it('refuses columns of different lengths, and what are no columns', () => {
    const texts = [
      refusal(() => Frame.fromColumns({ a: [1, 2], b: [1] })),
      refusal(() => Frame.fromColumns({ a: [1], b: null as never })),
      refusal(() => Frame.fromColumns({ a: [{} as never] })),
      refusal(() => Frame.fromColumns([[1, 2]] as never)),
      refusal(() => Frame.fromColumns(null as never)),
    ]
    expect(texts).toEqual([
      'Frame: feature "b" must have 2 values, as the other columns have, got 1.',
      'Frame: feature "b" must have 1 values, as the other columns have, got undefined.',
      'Frame: feature "a" must be a finite number, a string or a boolean, got an object.',
      'Frame: columns must come in an object of lists, got [an Array].',
      'Frame: columns must come in an object of lists, got null.',
    ])
  })
})

describe('a frame from one array', () => {
  it('reads it row by row, without copying it', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6)
    const frame = Frame.fromArray(values, ['a', 'b'])
    expect(rows(frame)).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
      { a: 5, b: 6 },
    ])
    expect(frame.values).toBe(values)
    expect(frame.full).toBe(true)
  })

  it('refuses rows that are not whole, names that are not different, numbers that are none', () => {
    const texts = [
      refusal(() => Frame.fromArray(Float64Array.of(1, 2, 3), ['a', 'b'])),
      refusal(() => Frame.fromArray(new Float64Array(0), [])),
      refusal(() => Frame.fromArray(Float64Array.of(1, 2), ['a', 'a'])),
      refusal(() => Frame.fromArray(Float64Array.of(1, 2, 3, NaN), ['a', 'b'])),
      refusal(() => Frame.fromArray([1, 2] as never, ['a', 'b'])),
      refusal(() => Frame.fromArray(Float64Array.of(1), 'a' as never)),
    ]
    expect(texts).toEqual([
      'Frame: an array for 2 features must hold whole rows of them, got 3.',
      'Frame: an array for 0 features must hold whole rows of them, got 0.',
      'Frame: names must differ, got ["a", "a"].',
      'Frame: feature "b" must be a finite number (row 1), got NaN.',
      'Frame: values must come in a Float64Array, with names, got [1, 2].',
      'Frame: values must come in a Float64Array, with names, got a Float64Array.',
    ])
  })
})

describe('parts of a frame', () => {
  const frame = Frame.fromRows([{ a: 1 }, { a: 2, b: 'x' }, { a: 3 }])

  it('are frames of some of its rows', () => {
    expect(rows(frame.slice(1))).toEqual([{ a: 2, b: 'x' }, { a: 3 }])
    expect(rows(frame.slice(0, 2))).toEqual([{ a: 1 }, { a: 2, b: 'x' }])
    expect(frame.slice(1, 1).length).toBe(0)
    expect(Frame.fromRows([{}, {}, {}]).slice(1).length).toBe(2)
  })

  it('must begin and end inside it', () => {
    const texts = [
      refusal(() => frame.slice(-1)),
      refusal(() => frame.slice(0, 4)),
      refusal(() => frame.slice(0.5)),
      refusal(() => frame.slice(0, NaN)),
      refusal(() => frame.row(3)),
      refusal(() => frame.row(-1)),
      refusal(() => frame.row(0.5)),
    ]
    expect(texts).toEqual([
      'Frame: a slice must begin and end between 0 and 3, got -1.',
      'Frame: a slice must begin and end between 0 and 3, got 4.',
      'Frame: a slice must begin and end between 0 and 3, got 0.5.',
      'Frame: a slice must begin and end between 0 and 3, got NaN.',
      'Frame: a row must be between 0 and 2, got 3.',
      'Frame: a row must be between 0 and 2, got -1.',
      'Frame: a row must be between 0 and 2, got 0.5.',
    ])
  })

  it('where a frame is asked for, nothing else will do', () => {
    checkFrame('NB', frame)
    for (const other of [undefined, null, [{ a: 1 }], { values: [1] }, 'text']) {
      expect(() => checkFrame('NB', other)).toThrow(/^NB: many events must come in a Frame, got /)
    }
  })
})

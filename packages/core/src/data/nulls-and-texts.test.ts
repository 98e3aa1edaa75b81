import { describe, expect, it } from 'vitest'
import { Frame } from './frame.js'
import { FrameReader } from './frame-reader.js'
import { Link } from './link.js'
import { ObjectWriter } from './object-writer.js'
import { Reader } from './reader.js'
import { Row } from './row.js'
import { Schema } from './schema.js'

const nullsOf = (row: Row, schema: Schema) =>
  Array.from(row.nulls.subarray(0, row.nullCount), (feature) => schema.name(feature))
const namesInOrder = (row: Row, schema: Schema) =>
  Array.from(row.order.subarray(0, row.count), (feature) => schema.name(feature))

describe('features that are null', () => {
  it('are seen by those who ask for them, and count as absent for all others', () => {
    const [asking, other] = [new Schema(), new Schema()]
    const row = new Reader('Test', asking, true, true).read({ a: 1, b: null, c: undefined })
    expect([row.count, nullsOf(row, asking)]).toEqual([1, ['b', 'c']])
    expect(new Reader('Test', other, true).read({ a: 1, b: null }).nullCount).toBe(0)
    expect(other.names()).toEqual(['a'])
  })

  it('are gone with the next event, whatever its shape', () => {
    const reader = new Reader('Test', new Schema(), true, true)
    for (let i = 0; i < 3; i++) reader.read({ a: 1, b: 2 })
    expect(reader.read({ a: 1, b: null }).nullCount).toBe(1)
    const row = reader.read({ a: 3, b: 4 })
    expect([row.nullCount, row.count, row.values[1]]).toEqual([0, 2, 4])
  })

  it('leave open what a feature is, until it has a value', () => {
    const schema = new Schema()
    const reader = new Reader('Test', schema, true, true)
    reader.read({ a: null, b: null })
    expect([schema.isOpen(0), schema.isOpen(1)]).toEqual([true, true])
    const restored = schema.copy()
    expect(restored.isOpen(1)).toBe(true)
    reader.peek({ a: 'x', b: true })
    expect([schema.kind(0), schema.isBoolean(1)]).toEqual(['category', true])
    schema.rollback()
    expect([schema.isOpen(0), schema.isOpen(1), schema.isBoolean(1)]).toEqual([true, true, false])
    reader.read({ a: 5, b: 'y' })
    expect([schema.kind(0), schema.kind(1)]).toEqual(['number', 'category'])
    expect(() => reader.read({ a: 'x' })).toThrow('as it was so far')
  })

  it('are the empty cells of a frame', () => {
    const schema = new Schema()
    const frame = Frame.fromRows([{ a: 1, b: 'x' }, { b: 'y' }])
    const rows = new FrameReader('Test', frame, schema, new Row(), true, true)
    expect(nullsOf(rows.read(1), schema)).toEqual(['a'])
    expect(nullsOf(rows.read(0), schema)).toEqual([])
  })

  it('pass a link to a step that asks for them, and are written as null', () => {
    const [from, to] = [new Schema(), new Schema()]
    const row = new Reader('Test', from, true, true).read({ a: 1, b: null })
    const passed = new Link('Test', from, to, true, true).pass(row)
    expect(nullsOf(passed, to)).toEqual(['b'])
    expect(new ObjectWriter(to).write(passed)).toEqual({ a: 1, b: null })
    expect(new Link('Test', from, new Schema(), true).pass(row).nullCount).toBe(0)
  })
})

describe('the order of keys', () => {
  it('is told by a row, also where its shape is known, and passes a link', () => {
    const [from, to] = [new Schema(), new Schema()]
    const reader = new Reader('Test', from, false)
    const link = new Link('Test', from, to, false)
    reader.read({ a: 1, b: 2, c: 3 })
    for (let i = 0; i < 5; i++) {
      const row = reader.read({ c: 3, a: 1, b: 2 })
      expect(namesInOrder(row, from)).toEqual(['c', 'a', 'b'])
      expect(Array.from(row.indices.subarray(0, 3))).toEqual([0, 1, 2])
      const passed = link.pass(row)
      expect(namesInOrder(passed, to)).toEqual(['c', 'a', 'b'])
      expect(new ObjectWriter(to).write(passed)).toEqual({ a: 1, b: 2, c: 3 })
      const copy = new Row()
      copy.sameFeatures(row)
      expect(namesInOrder(copy, from)).toEqual(['c', 'a', 'b'])
      expect(namesInOrder(reader.read({ a: 1, b: 2 }), from)).toEqual(['a', 'b'])
    }
  })
})

describe('texts', () => {
  it('are read like categories, but only the last is known', () => {
    const schema = new Schema({ maxCategories: 1 })
    const feature = schema.addText('Test', 'body')
    schema.commit()
    const reader = new Reader('Test', schema, true)
    for (const body of ['one', 'two', 'three']) {
      const row = reader.read({ body })
      expect(schema.category(feature, row.values[feature])).toBe(body)
    }
    expect(schema.categoryCount(feature)).toBe(1)
    expect(JSON.stringify(schema.saveState())).not.toContain('three')
    expect(() => schema.addText('Test', 'body')).not.toThrow()
    schema.add('Test', 'number', 'number')
    expect(() => schema.addText('Test', 'number')).toThrow('has had numbers so far')
  })

  it('may be events of their own, where that is asked for', () => {
    const schema = new Schema()
    const reader = new Reader('Test', schema, true, false, 'text')
    const row = reader.read('good day' as never)
    expect([schema.name(0), schema.category(0, row.values[0])]).toEqual(['text', 'good day'])
    expect(() => new Reader('Test', schema, true).read('good day' as never)).toThrow(
      'an event must be an object of features',
    )
  })

  it('of a frame are told row by row', () => {
    const schema = new Schema()
    const feature = schema.addText('Test', 'body')
    const frame = Frame.fromColumns({ body: ['one', 'two', 'one'], n: [1, 2, 3] })
    const rows = new FrameReader('Test', frame, schema, new Row(), true)
    for (const [i, body] of ['one', 'two', 'one'].entries()) {
      const row = rows.read(i)
      expect(schema.category(feature, row.values[feature])).toBe(body)
      expect(row.values[schema.find('n')]).toBe(i + 1)
    }
  })
})

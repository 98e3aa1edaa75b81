import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventParser } from './parser.js'

const all = (...texts: string[]) => {
  const parser = new EventParser()
  return texts.flatMap((text) => parser.push(text))
}

describe('EventParser', () => {
  it('reads events with their kinds and ids', () => {
    const text = 'id: 7\nevent: sample\ndata: {"a":1}\n\ndata: two\ndata:lines\n\n'
    expect(all(text)).toEqual([
      { type: 'sample', data: '{"a":1}', id: '7' },
      { type: 'message', data: 'two\nlines', id: '7' },
    ])
  })

  it('reads every kind of line break, also one that comes in halves', () => {
    expect(all('data: a\r\n\r\ndata: b\r\rdata: c\n\n').map(({ data }) => data)).toEqual([
      ...['a', 'b', 'c'],
    ])
    expect(all('data: a\r', '\ndata: b\r', '\n\r\n')).toEqual([
      { type: 'message', data: 'a\nb', id: '' },
    ])
  })

  it('passes over comments, unknown fields and events without data', () => {
    expect(all(':hello\n\nevent: empty\n\nfoo: bar\ndata\n\n')).toEqual([
      { type: 'message', data: '', id: '' },
    ])
  })

  it('keeps the id of an event without data, and none with a NUL in it', () => {
    const parser = new EventParser()
    parser.push('id: 3\n\nid: 4\0\n\n')
    expect(parser.lastId).toBe('3')
  })

  it('takes a time to wait only if it is a number', () => {
    const parser = new EventParser()
    parser.push('retry: soon\n')
    expect(parser.retry).toBeUndefined()
    parser.push('retry: 2500\n')
    expect(parser.retry).toBe(2500)
  })

  it('drops a byte order mark at the start, and only there', () => {
    expect(all('\uFEFFdata: a\n\n', 'data: \uFEFFb\n\n').map(({ data }) => data)).toEqual([
      ...['a', '\uFEFFb'],
    ])
  })

  it('gives up an event without end before it fills the memory', () => {
    const parser = new EventParser()
    const line = `data: ${'x'.repeat(1_000_000)}\n`
    expect(() => {
      for (let i = 0; i < 10; i++) parser.push(line)
    }).toThrow(RangeError)
    expect(() => new EventParser().push('x'.repeat(5_000_000))).toThrow(RangeError)
  })

  it('reads the same however the text is cut', () => {
    const piece = fc.constantFrom(
      ...['data: a', 'data:', 'event: e', 'id: 1', 'id', ': c', 'retry: 5', '\n', '\r', '\r\n'],
      ...['\n\n', '\uFEFF', 'é', '\0', ':'],
    )
    const text = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(200), { maxLength: 8 }), (whole, cuts) => {
        // What follows shows whether a line break at the very end was one or half of one.
        const ended = `${whole}.`
        const places = [0, ...cuts.map((cut) => cut % ended.length), ended.length]
        places.sort((a, b) => a - b)
        const parts = places.slice(1).map((end, i) => ended.slice(places[i], end))
        expect(all(...parts)).toEqual(all(ended))
      }),
    )
  })

  it('reads back any data that was written by the rules', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const text = values.map((value, i) => `id: ${i}\ndata: ${JSON.stringify(value)}\n\n`)
        const data = all(text.join('')).map((event) => event.data)
        expect(data).toEqual(values.map((value) => JSON.stringify(value)))
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refused } from '../problem.js'
import { parseJson } from './json.js'

const limits = { maxDepth: 8, maxKeys: 100, maxKeyBytes: 20, maxTextBytes: 50 }
const parse = (text: string | Buffer) => parseJson(Buffer.from(text), limits)

function codeOf(text: string | Buffer): string {
  try {
    parse(text)
    return 'taken'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

describe('JSON of a stranger', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4, stringUnit: 'binary' }), (text) => {
        if (codeOf(text) === 'unusable') return // too long a text or name
        expect(parse(text)).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('is refused, not thrown at, whatever bytes it has', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '1e999', 'true', '-', '\u0000'),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    )
    const check = (pieces: string[]) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1')
      expect(['taken', 'malformed', 'unusable']).toContain(codeOf(bytes))
    }
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), check), { numRuns: 3000 })
  })

  it('may lie so deep and no deeper: nothing is built of what lies deeper', () => {
    expect(codeOf('['.repeat(8) + ']'.repeat(8))).toBe('taken')
    expect(codeOf('['.repeat(9) + ']'.repeat(9))).toBe('malformed')
    expect(codeOf(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`)).toBe('malformed')
    const begun = performance.now()
    expect(codeOf('['.repeat(1_000_000))).toBe('malformed')
    expect(codeOf('{"a":'.repeat(1_000_000))).toBe('malformed')
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(codeOf(JSON.stringify({ text: '[[[[[[[[[[[[{{{{' }))).toBe('taken')
  })

  it('may have so many names in an object, and in each of many', () => {
    const object = (keys: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, i) => [`k${i}`, i])))
    expect(codeOf(object(100))).toBe('taken')
    expect(codeOf(object(101))).toBe('unusable')
    expect(codeOf(`[${object(100)},${object(100)}]`)).toBe('taken')
  })

  it('may not have many names that are integers: they could all fall into one place', () => {
    const object = (from: number, keys: number, name = (i: number) => `"${i}"`) =>
      `{${Array.from({ length: keys }, (_, i) => `${name(from + i)}:1`).join(',')}}`
    const many = Array.from({ length: 12 }, (_, i) => object(10_000 + 100 * i, 100)).join(',')
    expect(codeOf(`[${many}]`)).toBe('unusable')
    const escaped = (i: number) => `"${[...String(i)].map((d) => `\\u003${d}`).join('')}"`
    const hidden = Array.from({ length: 12 }, (_, i) => object(1000 + 99 * i, 99, escaped))
    expect(
      parseJson(Buffer.from(object(1000, 2, escaped)), { ...limits, maxKeyBytes: 99 }),
    ).toEqual({
      1000: 1,
      1001: 1,
    })
    expect(() =>
      parseJson(Buffer.from(`[${hidden.join(',')}]`), { ...limits, maxKeyBytes: 99 }),
    ).toThrow('long integers')
    const short = Array.from({ length: 50 }, () => object(0, 100)).join(',')
    expect(codeOf(`[${short}]`)).toBe('taken')
  })

  it('may have names and texts of a length', () => {
    expect(codeOf(`{"${'k'.repeat(20)}":"${'v'.repeat(50)}"}`)).toBe('taken')
    expect(codeOf(`{"${'k'.repeat(21)}":1}`)).toBe('unusable')
    expect(codeOf(`{"k":"${'v'.repeat(51)}"}`)).toBe('unusable')
  })

  it.each(['1e999', '-1e999', '[1,{"a":1E400}]', `${'9'.repeat(400)}`, `{"a":${'9'.repeat(400)}}`])(
    'has no number beyond all bounds: %s',
    (text) => {
      expect(codeOf(text)).toBe('unusable')
    },
  )

  it.each(['1e308', '{"e":true,"E":false}', `0.${'3'.repeat(400)}`])('has numbers: %s', (text) => {
    expect(codeOf(text)).toBe('taken')
  })

  it('is UTF-8: what is not is not mended, or two names might become one', () => {
    expect(codeOf(Buffer.from([0x22, 0xc3, 0xa9, 0x22]))).toBe('taken')
    for (const bytes of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
      expect(codeOf(Buffer.from([0x22, ...bytes, 0x22]))).toBe('malformed')
    }
    expect(codeOf(Buffer.from('\ufeff{}'))).toBe('malformed')
    expect(codeOf('')).toBe('malformed')
  })

  it('makes no prototype', () => {
    const parsed = parse('{"__proto__":{"isAdmin":true}}') as Record<string, unknown>
    expect(parsed['isAdmin']).toBeUndefined()
    expect(Object.keys(parsed)).toEqual(['__proto__'])
  })

  it('is not said again where it is wrong', () => {
    for (const text of ['{"a": secret}', `{"a": "${'x'.repeat(40)}", secret}`]) {
      expect(() => parse(text)).toThrow(/^The body is not JSON( \(see its character \d+\))?\.$/)
    }
  })
})

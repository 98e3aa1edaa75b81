import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber, toNumber } from './number.js'

const written = fc.oneof(
  fc.double().map(String),
  fc.integer().map(String),
  fc.stringMatching(/^-?\d{0,17}(\.\d{0,17})?$/),
  fc.stringMatching(/^[-+.0-9eE ]{0,6}$/),
  fc.string(),
)

describe('a number in a text', () => {
  it('is to the bit what Number makes of it', () => {
    fc.assert(
      fc.property(written, (text) => Object.is(toNumber(text), Number(text))),
      { numRuns: 20_000 },
    )
    for (const text of ['', '-', '.', '-.5', '5.', '0x1f', '-0', '00.10', '999999999999999']) {
      expect(toNumber(text)).toBe(Number(text))
    }
    expect([toNumber(null), toNumber(true)]).toEqual([0, 1])
  })

  it('must be finite and decimal where a file says it is a number', () => {
    expect(['1', '-2.5', '+.5', '1e3', '7.'].map(readNumber)).toEqual([1, -2.5, 0.5, 1000, 7])
    for (const text of ['', 'x', '0x1', '1e999', 'Infinity', ' 1', '1_0']) {
      expect(readNumber(text)).toBeUndefined()
    }
  })
})

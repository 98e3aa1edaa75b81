import { describe, expect, it } from 'vitest'
import { age, ago, moment } from './ages.js'
import { bytes, compact, count, measure, NONE, percent, rate } from './numbers.js'
import { curl, markerDetail, plainText, profileText } from './words.js'

const texts = <T>(write: (value: T) => string, values: readonly T[]) => values.map(write)

describe('numbers', () => {
  it('are counts in full, or short where there is little room', () => {
    expect(texts(count, [0, 1234567, null])).toEqual(['0', '1,234,567', NONE])
    expect(texts(compact, [9999, 12_345, 1_500_000])).toEqual(['9,999', '12.3K', '1.5M'])
  })

  it('keep their width while they move, and say no more than was measured', () => {
    const values = [0, 0.5, 1, -0.25, 1.5, 12.345, 123.456, 1234.5, -0.00012, 3e12]
    expect(texts(measure, values)).toEqual([
      ...['0.000', '0.500', '1.000', '−0.250', '1.500', '12.35', '123.5', '1,235'],
      ...['−1.20e−4', '3.00e+12'],
    ])
    expect(texts(measure, [null, Number.NaN, Infinity])).toEqual([NONE, NONE, '∞'])
  })

  it('are never all where they are not all, nor nothing where they are something', () => {
    const shares = [0, 1, 0.99996, 0.00001, 0.125]
    expect(texts(percent, shares)).toEqual(['0.0 %', '100.0 %', '> 99.9 %', '< 0.1 %', '12.5 %'])
  })

  it('are rates and sizes', () => {
    expect(texts(rate, [0, 0.4, 1800.4])).toEqual(['0', '0.4', '1,800'])
    expect(texts(bytes, [0, 999, 1000, 1_843_211, 2e9, 999_999])).toEqual([
      ...['0 B', '999 B', '1.0 kB', '1.8 MB', '2.0 GB', '1.0 MB'],
    ])
  })
})

describe('ages', () => {
  it('are told by their two greatest units', () => {
    const ages = [0, 999, 5000, 65_000, 3_600_000, 5_400_000, 90_000_000, 40 * 86_400_000]
    expect(texts(age, ages)).toEqual([
      ...['0 s', '0 s', '5 s', '1 min 5 s', '1 h', '1 h 30 min', '1 d 1 h', '40 d'],
    ])
    expect(age(20 * 60_000 + 5000)).toBe('20 min')
    expect(texts(ago, [100, 61_000, null])).toEqual(['just now', '1 min 1 s ago', NONE])
  })

  it('of times that no calendar has are not told', () => {
    expect(moment(new Date(2026, 0, 5, 7, 8, 9).getTime())).toBe('2026-01-05 07:08:09')
    expect(texts(moment, [Number.NaN, 1e300])).toEqual([NONE, NONE])
  })
})

describe('words', () => {
  it('tell values as they are', () => {
    expect(texts(plainText, ['a', 3, 0.1234567, 12345.67, true, null])).toEqual([
      ...['a', '3', '0.12346', '12345.7', 'true', 'nothing'],
    ])
  })

  it('tell means, and the texts that came most often', () => {
    expect(profileText(2.5)).toBe('2.500')
    expect(profileText({ a: 1, b: 5, c: 3, d: 2 })).toBe('b 5, c 3, d 2')
    expect(texts(profileText, [null, {}])).toEqual([NONE, NONE])
  })

  it('of a marker leave nothing out and say nothing twice', () => {
    const marker = {
      kind: 'drift',
      event: 1,
      time: 0,
      signal: 'feature',
      from: null,
      to: null,
    } as const
    expect(markerDetail({ ...marker, text: 'feature moved', feature: 'amount' })).toBe('amount')
    expect(markerDetail({ ...marker, text: 'amount moved', feature: 'amount' })).toBe('')
    const takeover = { ...marker, text: 'took over', feature: null, from: 'a', to: 'b' }
    expect(markerDetail(takeover)).toBe('a → b')
  })

  it('quote a command for the shell, whatever is in it', () => {
    const command = curl('http://h/v1', `{"a":"it's $(rm) \`x\`"}`, true)
    expect(command).toContain(`-d '{"a":"it'\\''s $(rm) \`x\`"}'`)
    expect(command).toContain('Bearer $COELHO_TOKEN')
    expect(curl('http://h/', '{}', false)).not.toContain('Bearer')
  })
})

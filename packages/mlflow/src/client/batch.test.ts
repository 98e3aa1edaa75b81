import { InvalidInputError } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS, split } from './batch.js'
import { isSafeName, plainName, safeName } from './names.js'

const keys = fc.string({ minLength: 1, maxLength: 40 }).map((text) => safeName(text))
const metrics = fc.array(
  fc.record({ key: keys, value: fc.double(), timestamp: fc.nat(), step: fc.maxSafeInteger() }),
)
const texts = (most: number) => fc.string({ maxLength: most, unit: 'binary' })
const batches = fc.record({
  metrics,
  params: fc.dictionary(keys, texts(300)),
  tags: fc.dictionary(keys, texts(300)),
})

describe('a batch', () => {
  it('is split into requests within all limits, in order, with nothing lost or doubled', () => {
    const property = fc.property(batches, fc.integer({ min: 1, max: 400 }), (batch, times) => {
      const many = Array.from({ length: times }, () => batch.metrics)
        .flat()
        .slice(0, 5000)
      const requests = split('r', { ...batch, metrics: many })
      for (const { metrics = [], params = [], tags = [], ...rest } of requests) {
        expect(rest).toEqual({ run_id: 'r' })
        expect(metrics.length + params.length + tags.length).toBeLessThanOrEqual(LIMITS.together)
        expect(params.length).toBeLessThanOrEqual(LIMITS.params)
        expect(tags.length).toBeLessThanOrEqual(LIMITS.tags)
        expect(params.length * (metrics.length + tags.length)).toBe(0)
      }
      const sent = requests.flatMap((one) => one.metrics ?? [])
      expect(sent.map(({ value }) => Number(value))).toEqual(many.map(({ value }) => value))
      expect(sent.map(({ step }) => step)).toEqual(many.map(({ step }) => step))
      const params = requests.flatMap((one) => one.params ?? [])
      expect(params.map(({ key, value }) => [key, value])).toEqual(Object.entries(batch.params))
      const tags = requests.flatMap((one) => one.tags ?? [])
      expect(tags.map(({ key, value }) => [key, value])).toEqual(Object.entries(batch.tags))
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('never makes a request of more than a million bytes', () => {
    const params = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`k${i}`, '漢'.repeat(6000)]),
    )
    const requests = split('r', { params })
    expect(requests.flatMap((one) => one.params ?? [])).toHaveLength(500)
    for (const body of requests) {
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(LIMITS.bytes)
    }
  })

  it('of nothing takes no request', () => {
    expect(split('r', {})).toEqual([])
  })

  it('spells out what JSON has no number for', () => {
    const metric = (value: number) => ({ key: 'a', value, timestamp: 0, step: 0 })
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1]
    const [request] = split('r', { metrics: odd.map(metric) })
    const values = request!.metrics!.map(({ value }) => value)
    expect(values).toEqual(['NaN', 'Infinity', '-Infinity', -0, 0.1])
  })

  it('that MLflow would refuse or cut is refused here, before anything is sent', () => {
    const metric = { key: 'a', value: 1, timestamp: 0, step: 0 }
    const wrong = [
      { params: { a: 'x'.repeat(6001) } },
      { tags: { a: 'x'.repeat(8001) } },
      { params: { '': 'x' } },
      { tags: { 'a//b': 'x' } },
      { metrics: [{ ...metric, key: 'F1 (%)' }] },
      { metrics: [{ ...metric, key: '../a' }] },
      { metrics: [{ ...metric, key: 'x'.repeat(251) }] },
      { metrics: [{ ...metric, step: 0.5 }] },
      { metrics: [{ ...metric, timestamp: 2 ** 53 }] },
      { metrics: [{ ...metric, value: '1' as never }] },
    ]
    for (const batch of wrong) expect(() => split('r', batch)).toThrow(InvalidInputError)
    expect(
      split('r', { params: { a: 'x'.repeat(6000) }, tags: { a: 'x'.repeat(8000) } }),
    ).toHaveLength(2)
  })
})

describe('a name', () => {
  it('that is made safe is taken by MLflow, and comes back', () => {
    const property = fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      (text) => {
        const safe = safeName(text)
        expect(isSafeName(safe)).toBe(true)
        expect(plainName(safe)).toBe(text)
      },
    )
    fc.assert(property, { numRuns: 5000 })
  })

  it('that reads as if it had been made safe comes back too', () => {
    for (const text of [
      ':u25:',
      'a:u25:b',
      ':u3a:u25:',
      '::u2f::',
      'a:b',
      ':u',
      '../..',
      '.',
      '/a',
      'a/',
    ]) {
      expect(plainName(safeName(text))).toBe(text)
      expect(isSafeName(safeName(text))).toBe(true)
    }
  })

  it('that is plain stays as it is', () => {
    for (const text of ['F1', 'a b', 'train/F1', 'é漢', 'x-y_z.0', 'F1: train']) {
      expect(safeName(text)).toBe(text)
    }
  })

  it('that is empty, too long or no text is refused', () => {
    for (const text of ['', 'x'.repeat(251), '%'.repeat(100), '\ud800']) {
      expect(() => safeName(text)).toThrow(InvalidInputError)
    }
  })

  it('of any text is read back as some text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof plainName(text) === 'string'),
    )
  })
})

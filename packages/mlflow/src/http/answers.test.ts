import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readExperiment,
  readFile,
  readLoggedModel,
  readMetric,
  readRegisteredModel,
  readRun,
  readVersion,
} from '../client/entities.js'
import { MlflowError } from '../errors.js'
import { Answer } from './answer.js'
import { noAnswerOf, retryAfter } from './failure.js'

const readers = [
  ...[readExperiment, readFile, readLoggedModel, readMetric, readRegisteredModel],
  ...[readRun, readVersion],
]

const names = fc.constantFrom(
  ...['info', 'data', 'metrics', 'tags', 'params', 'aliases', 'key', 'value', 'name', 'version'],
  ...['run_id', 'status', 'experiment_id', 'model_id', 'path', 'is_dir', 'file_size', 'step'],
  ...['lifecycle_stage', '__proto__', 'constructor', 'alias', 'timestamp'],
)
const answers = fc.letrec((tie) => ({
  object: fc.dictionary(names, tie('value'), { maxKeys: 8 }),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('NaN', 'Infinity', '1', '', null, 0, Number.POSITIVE_INFINITY, true, 'READY'),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
})).object

describe('an answer', () => {
  it('of any kind is read, or is an error that says what is wrong with it', () => {
    let read = 0
    const property = fc.property(answers, fc.constantFrom(...readers), (value, reader) => {
      try {
        const entity = reader(Answer.parse(JSON.stringify(value), 'read'))
        expect(JSON.stringify(entity)).not.toContain('undefined')
        read++
      } catch (error) {
        expect(error).toBeInstanceOf(MlflowError)
        expect(error).toMatchObject({ code: 'NOT_MLFLOW', status: 200 })
      }
      expect(Object.prototype).not.toHaveProperty('value')
    })
    fc.assert(property, { numRuns: 5000 })
    expect(read).toBeGreaterThan(0)
  })

  it('of any text is read, or is an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          Answer.parse(text, 'read')
        } catch (error) {
          expect(error).toBeInstanceOf(MlflowError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('may have numbers as text, and no NaN by mistake', () => {
    const answer = new Answer({ a: '12', b: 'NaN', c: '-Infinity', d: 'x', e: '', f: null }, 'read')
    expect([answer.number('a'), answer.number('b'), answer.number('c')]).toEqual([
      ...[12, Number.NaN, Number.NEGATIVE_INFINITY],
    ])
    expect(() => answer.number('d')).toThrow('a number "d" was to come')
    expect(() => answer.number('e')).toThrow('a number "e" was to come')
    expect(answer.maybeNumber('f')).toBeUndefined()
    expect(() => answer.text('g')).toThrow('MLflow: could not read: a text "g" was to come')
  })
})

describe('a wish to wait', () => {
  it('is seconds or a date, a minute at most', () => {
    const now = Date.parse('2026-01-01T00:00:00Z')
    expect(retryAfter('3', now)).toBe(3000)
    expect(retryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5000)
    expect(retryAfter('Wed, 31 Dec 2025 00:00:05 GMT', now)).toBe(0)
    expect(retryAfter('99999', now)).toBe(60_000)
    for (const text of ['', 'soon', '-1', '1.5', '99999999999999', undefined]) {
      expect(retryAfter(text, now)).toBeUndefined()
    }
  })

  it('of any text is nothing or a time within bounds', () => {
    const property = fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (text) => {
      const ms = retryAfter(text)
      expect(ms === undefined || (ms >= 0 && ms <= 60_000)).toBe(true)
    })
    fc.assert(property, { numRuns: 2000 })
  })
})

describe('a failure without an answer', () => {
  it('is one that may have been done unless nothing was sent', () => {
    const of = (code: string) => noAnswerOf(Object.assign(new Error(), { code }))
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT']) {
      expect(of(code)).toMatchObject({ mayBeDone: false, isHopeless: false })
    }
    for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE']) {
      expect(of(code)).toMatchObject({ mayBeDone: true, isHopeless: false })
    }
    expect(of('DEPTH_ZERO_SELF_SIGNED_CERT')).toMatchObject({ isHopeless: true })
    const wrapped = { cause: { code: 'ECONNREFUSED' } }
    expect(noAnswerOf(wrapped)).toMatchObject({ mayBeDone: false })
  })

  it('of any kind is told in words of our own', () => {
    const property = fc.property(fc.anything(), (error) => {
      const { text } = noAnswerOf(error)
      expect(text).toMatch(/^no /)
      expect(text.length).toBeLessThan(200)
    })
    fc.assert(property, { numRuns: 1000 })
  })
})

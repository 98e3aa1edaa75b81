import { expect, describe as group, it } from 'vitest'
import {
  CoelhoError,
  describe,
  InvalidDataError,
  InvalidFeatureError,
  InvalidInputError,
  InvalidLabelError,
  InvalidOptionError,
  SnapshotError,
} from './errors.js'

class Tree {}

group('errors', () => {
  it('say who refuses, what must be true and what came, and hold the same as fields', () => {
    const error = new InvalidOptionError('GaussianNB', 'depth', 'must be an integer', 2.5)
    expect(error.message).toBe('GaussianNB: option "depth" must be an integer, got 2.5.')
    expect({ ...error }).toEqual({
      name: 'InvalidOptionError',
      who: 'GaussianNB',
      option: 'depth',
      expected: 'must be an integer',
      received: 2.5,
    })
  })

  it('name the place: a feature, a label, a line and column of a file', () => {
    const texts = [
      new InvalidFeatureError('GaussianNB', 'height', 'must be a number', 'tall'),
      new InvalidInputError('GaussianNB', 'an event must be an object', [1, 2]),
      new InvalidLabelError('GaussianNB', 'must be a string', {}),
      new InvalidDataError('iterCsv', 7, 'age', 'must be a number', 'x'),
      new InvalidDataError('iterCsv', 7, undefined, 'must end its quote'),
      new SnapshotError('too short to be one', 3),
    ].map((error) => error.message)
    expect(texts).toEqual([
      'GaussianNB: feature "height" must be a number, got "tall".',
      'GaussianNB: an event must be an object, got [1, 2].',
      'GaussianNB: the label must be a string, got an object.',
      'iterCsv: line 7, column "age": must be a number, got "x".',
      'iterCsv: line 7: must end its quote.',
      'snapshot: too short to be one, got 3.',
    ])
  })

  it('tell undefined that came from nothing to show', () => {
    expect(new InvalidLabelError('A', 'must be there', undefined).message).toBe(
      'A: the label must be there, got undefined.',
    )
    expect(new InvalidLabelError('A', 'must be there').message).toBe('A: the label must be there.')
    expect(new InvalidLabelError('A', 'must be there', null).received).toBeNull()
  })

  it('are all CoelhoErrors with a name of their own', () => {
    const errors = [
      new InvalidOptionError('A', 'b', 'c'),
      new InvalidFeatureError('A', 'b', 'c'),
      new InvalidInputError('A', 'b'),
      new InvalidLabelError('A', 'b'),
      new InvalidDataError('A', 1, 'b', 'c'),
      new SnapshotError('b'),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(CoelhoError)
      expect(error).toBeInstanceOf(Error)
      expect(error.name).toBe(error.constructor.name)
      expect(String(error)).toBe(`${error.name}: ${error.message}`)
    }
  })

  it('write a value of any kind as a person would', () => {
    const written = [
      ['a "b"', '"a \\"b\\""'],
      [-0, '0'],
      [NaN, 'NaN'],
      [10n, '10n'],
      [true, 'true'],
      [null, 'null'],
      [undefined, 'undefined'],
      [Symbol('s'), 'Symbol(s)'],
      [function named() {}, 'the function named'],
      [() => {}, 'the function (anonymous)'],
      [{ a: 1 }, 'an object'],
      [Object.create(null), 'an object'],
      [new Date(0), 'a Date'],
      [new Tree(), 'a Tree'],
      [new Map(), 'a Map'],
      [new (class {})(), 'an object'],
      [[1, 'a', [2], {}], '[1, "a", an Array, an object]'],
      [Array(20).fill(1), '[1, 1, 1, 1, 1, 1, 1, 1, …]'],
    ] as const
    expect(written.map(([value]) => describe(value))).toEqual(written.map(([, text]) => text))
  })

  it('stay short, whatever came', () => {
    const long = 'x'.repeat(100_000)
    const named = { [long]: () => {} }[long]
    for (const value of [long, 10n ** 500n, named, Symbol(long), [long, long], Array(1e6)]) {
      expect(describe(value).length).toBeLessThanOrEqual(80)
      expect(
        new InvalidFeatureError('A', long, 'must be short', value).message.length,
      ).toBeLessThan(200)
    }
    expect(new InvalidOptionError('A', long, 'is unknown').message.length).toBeLessThan(120)
  })
})

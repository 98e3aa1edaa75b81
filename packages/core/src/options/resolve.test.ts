import { describe, expect, it } from 'vitest'
import { InvalidOptionError } from '../errors.js'
import { describeBuild } from './describe.js'
import { expectation, resolveOptions } from './resolve.js'
import type { Rules } from './rules.js'

interface Options {
  readonly gracePeriod: number
  readonly depth: number | null
  readonly share: number
  readonly mode: 'fast' | 'exact'
  readonly names: readonly string[] | null
  readonly part: object | null
  readonly each: (() => void) | null
  readonly seed: unknown
  readonly loud: boolean
}

const rules: Rules<Options> = {
  gracePeriod: { kind: 'number', default: 200, above: 0 },
  depth: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 9 },
  share: { kind: 'number', default: 0.5, atLeast: 0, below: 1 },
  mode: { kind: 'string', default: 'fast', choices: ['fast', 'exact'] },
  names: { kind: 'strings', default: null, nullable: true },
  part: { kind: 'object', default: null, nullable: true },
  each: { kind: 'function', default: null, nullable: true },
  seed: { kind: 'any', default: null },
  loud: { kind: 'boolean', default: false },
}

const resolve = (given: unknown) => resolveOptions<Options>('Tree', given as Options, rules)

function refusal(given: unknown): InvalidOptionError {
  try {
    resolve(given)
  } catch (error) {
    if (error instanceof InvalidOptionError) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('options', () => {
  it('are completed by their defaults, and undefined means "not given"', () => {
    const defaults = {
      gracePeriod: 200,
      depth: null,
      share: 0.5,
      mode: 'fast',
      names: null,
      part: null,
      each: null,
      seed: null,
      loud: false,
    }
    expect(resolve(undefined)).toEqual(defaults)
    expect(resolve(null)).toEqual(defaults)
    expect(resolve({ depth: undefined, share: 0.25 })).toEqual({ ...defaults, share: 0.25 })
  })

  it('are frozen, and lists in them are copies', () => {
    const names = ['a', 'b']
    const options = resolve({ names })
    names.push('c')
    expect(options.names).toEqual(['a', 'b'])
    expect(Object.isFrozen(options)).toBe(true)
    expect(() => (options.names as string[]).push('c')).toThrow(TypeError)
  })

  it('that are unknown are refused with the list of the known ones', () => {
    const error = refusal({ colour: 1 })
    expect(error.message).toBe(
      'Tree: option "colour" is unknown; known options: gracePeriod, depth, share, mode, names, ' +
        'part, each, seed, loud.',
    )
    expect(error.option).toBe('colour')
    expect(() => resolveOptions('Sum', { a: 1 }, {} as Rules<{ a: number }>)).toThrow(
      'Sum: option "a" is unknown; it takes no options.',
    )
  })

  it("in Python's spelling are answered with ours", () => {
    expect(refusal({ grace_period: 50 }).message).toBe(
      'Tree: option "grace_period" is spelled "gracePeriod" here.',
    )
    expect(refusal({ period_grace: 50 }).message).toMatch('is unknown; known options:')
  })

  it('of a wrong kind or beyond a bound are refused with what they must be', () => {
    const texts = [
      { gracePeriod: 0 },
      { gracePeriod: '50' },
      { gracePeriod: Infinity },
      { gracePeriod: null },
      { depth: 0 },
      { depth: 10 },
      { depth: 2.5 },
      { share: 1 },
      { share: NaN },
      { mode: 'slow' },
      { names: ['a', 5] },
      { names: 'a' },
      { part: 5 },
      { each: {} },
      { loud: 'yes' },
    ].map((given) => refusal(given).message)
    expect(texts).toEqual([
      'Tree: option "gracePeriod" must be a finite number of above 0, got 0.',
      'Tree: option "gracePeriod" must be a finite number of above 0, got "50".',
      'Tree: option "gracePeriod" must be a finite number of above 0, got Infinity.',
      'Tree: option "gracePeriod" must be a finite number of above 0, got null.',
      'Tree: option "depth" must be an integer of at least 1 and at most 9 (or null), got 0.',
      'Tree: option "depth" must be an integer of at least 1 and at most 9 (or null), got 10.',
      'Tree: option "depth" must be an integer of at least 1 and at most 9 (or null), got 2.5.',
      'Tree: option "share" must be a finite number of at least 0 and below 1, got 1.',
      'Tree: option "share" must be a finite number of at least 0 and below 1, got NaN.',
      'Tree: option "mode" must be one of "fast", "exact", got "slow".',
      'Tree: option "names" must be a list of names (or null), got ["a", 5].',
      'Tree: option "names" must be a list of names (or null), got "a".',
      'Tree: option "part" must be an object (or null), got 5.',
      'Tree: option "each" must be a function (or null), got an object.',
      'Tree: option "loud" must be true or false, got "yes".',
    ])
  })

  it('without a default must be given', () => {
    const required: Rules<{ beta: number }> = { beta: { kind: 'number', above: 0 } }
    expect(() => resolveOptions('FBeta', {}, required)).toThrow(
      'FBeta: option "beta" is required and must be a finite number of above 0.',
    )
    expect(resolveOptions('FBeta', { beta: 2 }, required)).toEqual({ beta: 2 })
  })

  it('must come in one object', () => {
    for (const given of [5, 'text', true, [50], () => {}]) {
      expect(refusal(given).message).toMatch(/^Tree: option "options" must come in one object, got/)
    }
  })

  it('named like parts of every object are unknown like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const given = Object.defineProperty({}, name, { value: 1, enumerable: true })
      expect(refusal(given).option).toBe(name)
    }
    expect(Object.hasOwn(Object.prototype, 'gracePeriod')).toBe(false)
  })

  it('that are inherited are not given', () => {
    expect(resolve(Object.create({ gracePeriod: 7 })).gracePeriod).toBe(200)
  })

  it('tell what they must be as a phrase', () => {
    expect(expectation({ kind: 'any' })).toBe('must be given')
    expect(expectation({ kind: 'boolean', nullable: true })).toBe('must be true or false (or null)')
  })
})

describe('the code that builds an object', () => {
  const build = (given: Partial<Options>) => describeBuild('Tree', resolve(given), rules)

  it('shows the options that are not the default', () => {
    expect(build({})).toBe('Tree()')
    expect(build({ gracePeriod: 50, mode: 'exact', depth: 3 })).toBe(
      "Tree({ gracePeriod: 50, depth: 3, mode: 'exact' })",
    )
  })

  it('is code also where a string holds quotes, backslashes or line breaks', () => {
    expect(build({ names: ['it', "it's", 'a\\b', 'a\nb'] })).toBe(
      `Tree({ names: ['it', "it's", "a\\\\b", "a\\nb"] })`,
    )
  })

  it('is code also where options hold objects, maps, sets and bigints', () => {
    const text = (value: unknown) => describeBuild('A', { value }, { value: { kind: 'any' } })
    const odd = JSON.parse('{ "__proto__": { "a-b": [1, null] }, "1": true, "c$": "it\'s" }')
    for (const value of [{}, { a: 'z' }, odd, new Map([['a', { b: 1 }]]), new Set([1, 'x']), 5n]) {
      const written = text(value)
      const made = new Function('A', `return ${written.replace('A(', 'A.of(')}`)
      expect(made({ of: (given: object) => given })).toEqual({ value })
    }
    expect(text({ a: 'z', 'b c': 1 })).toBe("A({ value: { a: 'z', 'b c': 1 } })")
  })
})

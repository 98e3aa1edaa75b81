import { compose, InvalidOptionError, type Rule, type Rules, Schema } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { GaussianNB } from '../naive-bayes/index.js'
import { AdaptiveStandardScaler, StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier, splitter } from '../tree/index.js'

interface Built {
  new (options?: never): { readonly options: object; toString(): string }
  readonly rules: Rules<object>
}

const classes: [string, Built][] = [
  ['GaussianNB', GaussianNB],
  ['HoeffdingTreeClassifier', HoeffdingTreeClassifier],
  ['StandardScaler', StandardScaler],
  ['AdaptiveStandardScaler', AdaptiveStandardScaler],
  ['GaussianSplitter', splitter.GaussianSplitter],
]

const build = (cls: Built, options: unknown) => new cls(options as never)
const rulesOf = (cls: Built) => Object.entries<Rule>(cls.rules as Record<string, Rule>)

function refusal(cls: Built, options: unknown): InvalidOptionError {
  try {
    build(cls, options)
  } catch (error) {
    if (error instanceof InvalidOptionError) return error
    throw error
  }
  throw new Error(`it took ${JSON.stringify(options)}`)
}

/** Just outside each bound, and of every other kind. */
function badValues(rule: Rule): unknown[] {
  const bad: unknown[] = [Symbol('s'), () => 1, 5n]
  if (!rule.nullable) bad.push(null)
  if (rule.kind !== 'boolean') bad.push(true)
  if (rule.kind !== 'string') bad.push('text')
  if (rule.kind !== 'object') bad.push({}, new Date(0))
  if (rule.kind !== 'strings') bad.push([1])
  if (rule.kind === 'strings') bad.push(['a', null], 'a')
  if (rule.kind === 'string') bad.push('', 'text', ['mc'])
  if (rule.kind === 'integer') bad.push(2.5, 2 ** 53)
  if (rule.kind === 'object') bad.push({}, new Map(), [])
  if (rule.kind === 'number' || rule.kind === 'integer') bad.push(NaN, Infinity, -Infinity, '5')
  else bad.push(5)
  const step = rule.kind === 'integer' ? 1 : 1e-6
  if (rule.atLeast !== undefined) bad.push(rule.atLeast - step)
  if (rule.above !== undefined) bad.push(rule.above, rule.above - step)
  if (rule.atMost !== undefined) bad.push(rule.atMost + step)
  if (rule.below !== undefined) bad.push(rule.below, rule.below + step)
  return bad
}

/** The values at the very edge of what is allowed, and every choice. */
function goodValues(rule: Rule): unknown[] {
  const step = rule.kind === 'integer' ? 1 : 1e-6
  const good: unknown[] = [rule.default, undefined, ...(rule.choices ?? [])]
  if (rule.nullable) good.push(null)
  if (rule.atLeast !== undefined) good.push(rule.atLeast)
  if (rule.above !== undefined) good.push(rule.above + step)
  if (rule.atMost !== undefined) good.push(rule.atMost)
  if (rule.below !== undefined) good.push(rule.below - step)
  if (rule.kind === 'boolean') good.push(true, false)
  if (rule.kind === 'strings') good.push([], ['a', '__proto__'])
  return good
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

describe.each(classes)('%s', (name, cls) => {
  it('takes each value at the edge of its rules', () => {
    for (const [option, rule] of rulesOf(cls)) {
      for (const value of goodValues(rule)) {
        const { options } = build(cls, { [option]: value })
        const expected = value === undefined ? rule.default : value
        expect((options as Record<string, unknown>)[option]).toEqual(expected)
      }
    }
  })

  it('refuses each value outside its rules, and says what it must be', () => {
    for (const [option, rule] of rulesOf(cls)) {
      for (const value of badValues(rule)) {
        const error = refusal(cls, { [option]: value })
        expect([error.who, error.option]).toEqual([name, option])
        expect(error.received).toBe(value)
        expect(error.expected).toMatch(/^must be /)
        expect(error.message).toContain(`${name}: option "${option}" ${error.expected}, got `)
      }
    }
  })

  it('answers an option in snake case with its name here', () => {
    for (const [option] of rulesOf(cls)) {
      const snake = snakeCase(option)
      if (snake === option) continue
      expect(refusal(cls, { [snake]: 1 }).message).toBe(
        `${name}: option "${snake}" is spelled "${option}" here.`,
      )
    }
  })

  it('refuses an option it does not know, with those it knows', () => {
    const known = rulesOf(cls).map(([option]) => option)
    const list = known.length ? `known options: ${known.join(', ')}` : 'it takes no options'
    for (const option of ['colour', '__proto__', 'constructor', 'toString']) {
      const given = JSON.parse(`{"${option}": 1}`)
      expect(refusal(cls, given).message).toBe(`${name}: option "${option}" is unknown; ${list}.`)
    }
  })

  it('takes options in one object only', () => {
    for (const given of [5, 'text', true, [1], Symbol('s')]) {
      expect(refusal(cls, given).message).toContain(
        `${name}: option "options" must come in one object, got `,
      )
    }
  })

  it('never changes its options', () => {
    const { options } = build(cls, {})
    expect(Object.isFrozen(options)).toBe(true)
  })
})

describe('an estimator', () => {
  it('takes a Schema as its schema, and nothing else', () => {
    for (const cls of [GaussianNB, HoeffdingTreeClassifier, StandardScaler]) {
      const schema = new Schema()
      expect(new cls({ schema }).schema).toBe(schema)
      for (const bad of [null, {}, 5, 'text', { options: {} }, Schema]) {
        const error = refusal(cls as Built, { schema: bad })
        expect([error.option, error.expected]).toEqual(['schema', 'must be a Schema'])
      }
    }
  })
})

describe('the whole text of a refused option', () => {
  it('says who, which, what it must be and what came', () => {
    const texts = [
      refusal(HoeffdingTreeClassifier, { gracePeriod: 0 }),
      refusal(HoeffdingTreeClassifier, { maxDepth: -1 }),
      refusal(HoeffdingTreeClassifier, { splitCriterion: 'entropy' }),
      refusal(HoeffdingTreeClassifier, { delta: 1 }),
      refusal(HoeffdingTreeClassifier, { nominalAttributes: 'shop' }),
      refusal(HoeffdingTreeClassifier, { splitter: { nSplits: 10 } }),
      refusal(HoeffdingTreeClassifier, { grace_period: 200 }),
      refusal(StandardScaler, { windowSize: 0 }),
      refusal(AdaptiveStandardScaler, { fadingFactor: 1.5 }),
      refusal(GaussianNB, { priors: [] }),
    ].map((error) => error.message)
    expect(texts).toEqual([
      'HoeffdingTreeClassifier: option "gracePeriod" must be a finite number of above 0, got 0.',
      'HoeffdingTreeClassifier: option "maxDepth" must be an integer of at least 0 (or null), ' +
        'got -1.',
      'HoeffdingTreeClassifier: option "splitCriterion" must be one of "info_gain", "gini", ' +
        '"hellinger", got "entropy".',
      'HoeffdingTreeClassifier: option "delta" must be a finite number of above 0 and below 1, ' +
        'got 1.',
      'HoeffdingTreeClassifier: option "nominalAttributes" must be a list of names (or null), ' +
        'got "shop".',
      'HoeffdingTreeClassifier: option "splitter" must be a GaussianSplitter, ' +
        'ExhaustiveSplitter or HistogramSplitter (or null), ' +
        'got an object.',
      'HoeffdingTreeClassifier: option "grace_period" is spelled "gracePeriod" here.',
      'StandardScaler: option "windowSize" must be an integer of at least 1 and at most 16777216 ' +
        '(or null), got 0.',
      'AdaptiveStandardScaler: option "fadingFactor" must be a finite number of at least 0 and ' +
        'at most 1, got 1.5.',
      'GaussianNB: option "priors" is unknown; it takes no options.',
    ])
  })

  it('tells which steps make no pipeline', () => {
    const steps =
      (...list: unknown[]) =>
      () =>
        new compose.Pipeline(...(list as never[]))
    const [scaler, model] = [new StandardScaler(), new GaussianNB()]
    const texts = [
      [steps('scaler'), 'must be transformers and one model, got "scaler".'],
      [steps(undefined), 'must be transformers and one model, got undefined.'],
      [steps(model, scaler), 'must end with the model GaussianNB, got a StandardScaler.'],
      [steps([5, scaler]), 'must have strings as their names, got 5.'],
      [steps([]), 'must be transformers and one model, got [].'],
    ] as const
    for (const [act, text] of texts) expect(act).toThrow(`Pipeline: option "steps" ${text}`)
  })
})

import { describe, expect, it } from 'vitest'
import { Frame } from '../data/frame.js'
import type { Features } from '../data/schema.js'
import { load, save } from '../snapshot/index.js'
import {
  Discard,
  Pipeline,
  Prefixer,
  Renamer,
  Select,
  SelectType,
  Suffixer,
  TransformerUnion,
} from './index.js'

const mixed = { age: 40, member: true, city: 'Porto', shoe: 39, gone: null }

/** What becomes of an event, whether it comes alone, again and again, or in a frame. */
function outcome(
  make: () => Select | Discard | SelectType | Renamer | Prefixer | Suffixer,
  x: Features,
) {
  const step = make()
  const first = step.transformOne(x)
  for (let i = 0; i < 4; i++) {
    step.learnOne(x)
    expect(step.transformOne(x)).toEqual(first)
  }
  const clone = step.clone()
  const loaded = load<typeof step>(save(step), { learners: [step.constructor] as never })
  for (const other of [clone, loaded]) {
    expect(other.transformOne(x)).toEqual(first)
    expect(String(other)).toBe(String(step))
  }
  expect(save(loaded)).toEqual(save(step))
  return first
}

it('what was learned from keeps the names that it comes out with', () => {
  const steps = [
    { step: new Select('city', 'shoe'), kept: ['city', 'shoe'] },
    { step: new Discard('age', 'member', 'gone'), kept: ['city', 'shoe'] },
    { step: new SelectType('string'), kept: ['city'] },
    { step: new Renamer({ mapping: { age: 'years' } }), kept: ['years', 'member', 'city', 'shoe'] },
    { step: new Prefixer({ prefix: 'a_' }), kept: ['a_age', 'a_member', 'a_city', 'a_shoe'] },
    { step: new Suffixer({ suffix: '_z' }), kept: ['age_z', 'member_z', 'city_z', 'shoe_z'] },
  ]
  for (const { step, kept } of steps) {
    step.transformOne(mixed)
    expect(step.outputSchema.names()).toEqual([])
    step.learnOne(mixed)
    step.transformOne({ ...mixed, city: 'Faro', other: 1 })
    expect(step.outputSchema.names()).toEqual(expect.arrayContaining(kept))
    expect(step.outputSchema.find('other')).toBe(-1)
  }
})

describe('values stay as they were, be they numbers, strings, booleans or null, in', () => {
  it('Select, which keeps the named features and does not miss one', () => {
    expect(outcome(() => new Select('city', 'member', 'gone', 'other'), mixed)).toEqual({
      member: true,
      city: 'Porto',
      gone: null,
    })
    expect(outcome(() => new Select(), mixed)).toEqual({})
    expect(String(new Select('a', "b's"))).toBe(`Select('a', "b's")`)
  })

  it('Discard, which leaves out the named features', () => {
    expect(outcome(() => new Discard('city', 'other'), mixed)).toEqual({
      age: 40,
      member: true,
      shoe: 39,
      gone: null,
    })
  })

  it('SelectType, for which a boolean is a number too', () => {
    const { age, shoe, member, city } = mixed
    expect(outcome(() => new SelectType('number'), mixed)).toEqual({ age, shoe, member })
    expect(outcome(() => new SelectType('boolean'), mixed)).toEqual({ member })
    expect(outcome(() => new SelectType('string', 'boolean'), mixed)).toEqual({ member, city })
  })

  it('Prefixer and Suffixer', () => {
    expect(outcome(() => new Prefixer({ prefix: 'a_' }), { b: 1, c: 'x' })).toEqual({
      a_b: 1,
      a_c: 'x',
    })
    expect(outcome(() => new Suffixer({ suffix: '_z' }), { b: 1, c: false })).toEqual({
      b_z: 1,
      c_z: false,
    })
  })

  it('Renamer, which can swap names, and whose names win over those that were there', () => {
    const swap = () => new Renamer({ mapping: { a: 'b', b: 'a' } })
    expect(outcome(swap, { a: 1, b: 2 })).toEqual({ a: 2, b: 1 })
    const take = () => new Renamer({ mapping: new Map([['a', 'c']]) })
    expect(outcome(take, { a: 1, c: 3 })).toEqual({ c: 1 })
    expect(outcome(take, { c: 3, a: 1 })).toEqual({ c: 1 })
    expect(outcome(take, { c: 3 })).toEqual({ c: 3 })
  })
})

describe('a step that selects', () => {
  it('makes frames of what it keeps only', () => {
    const frame = Frame.fromRows([mixed, { age: 3 }, { shoe: 30, city: 'Faro' }])
    const out = new Select('shoe', 'city').transformMany(frame)
    expect(out.schema.names()).toEqual(['city', 'shoe'])
    expect([0, 1, 2].map((i) => out.row(i))).toEqual([
      { city: 'Porto', shoe: 39 },
      {},
      { shoe: 30, city: 'Faro' },
    ])
    const columns = Frame.fromColumns({ a: [1, 2], b: [null, true] })
    expect(new SelectType('boolean').transformMany(columns).schema.names()).toEqual(['b'])
  })

  it('is not changed by transforming what it has not met', () => {
    const step = new Select('a', 'b')
    step.learnOne({ a: 1 })
    const before = save(step)
    for (const x of [{ b: 2 }, { a: 'x', c: 1 }, { a: 3, b: 'y' }]) {
      try {
        step.transformOne(x as never)
      } catch {} // a was a number so far
      expect(save(step)).toEqual(before)
    }
  })

  it('tells what a name, a type or a mapping must be', () => {
    expect(() => new Select(5 as never)).toThrow('Select: option "keys" must be a list of names')
    expect(() => new SelectType('integer' as never)).toThrow(
      `SelectType: option "types" must be of 'number', 'string' and 'boolean', got "integer".`,
    )
    expect(() => new Renamer({ mapping: { a: 5 } as never })).toThrow(
      'Renamer: option "mapping" must lead from names to names, got 5.',
    )
    expect(() => new Prefixer({} as never)).toThrow('option "prefix" is required')
  })

  it('hands names like __proto__ on like any other', () => {
    const x = JSON.parse('{"__proto__": 1, "constructor": 2}')
    const out = new Prefixer({ prefix: '' }).transformOne(x)
    expect(Object.entries(out)).toEqual(Object.entries(x))
  })
})

describe('steps one behind and beside another', () => {
  it('keep what a boolean was, unless a step computes with it', () => {
    const pipeline = new Pipeline(
      new Discard('city'),
      new TransformerUnion(
        new SelectType('boolean'),
        new Pipeline(new Select('age'), new Suffixer({ suffix: '!' })),
      ),
    )
    for (let i = 0; i < 3; i++) pipeline.learnOne(mixed)
    expect(pipeline.transformOne(mixed)).toEqual({ member: true, 'age!': 40 })
  })
})

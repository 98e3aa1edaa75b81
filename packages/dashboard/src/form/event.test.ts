import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { eventOf, labelOf, textsOf } from './event.js'
import { fieldsOf, type Schema } from './fields.js'

const shape = z.object({
  id: z.string().max(5),
  amount: z.number().min(0).max(1000),
  items: z.int().optional(),
  kind: z.enum(['view', 'buy']),
  fresh: z.boolean().nullish(),
  before: z.number().nullable(),
  place: z.object({ lat: z.number(), lon: z.number() }).nullish(),
  tags: z.array(z.string()).optional(),
})
const fields = fieldsOf(z.toJSONSchema(shape, { io: 'input' }) as Schema)
const good = { '/id': 'a', '/amount': '12.5', '/kind': 'buy' }

describe('an event of a form', () => {
  it('has the types of the schema, and nothing for empty fields', () => {
    const texts = { ...good, '/fresh': 'false', '/place/lat': '1', '/tags': '["x"]', '/items': ' ' }
    expect(eventOf(texts, fields)).toEqual({
      event: {
        ...{ id: 'a', amount: 12.5, kind: 'buy', fresh: false },
        ...{ before: null, place: { lat: 1 }, tags: ['x'] },
      },
      problems: {},
    })
  })

  it('is not sent with what cannot be read, and each field is told why', () => {
    const texts = { '/id': 'abcdef', '/amount': '1e9', '/items': '1.5', '/kind': 'x', '/tags': '{' }
    expect(eventOf(texts, fields).problems).toEqual({
      '/id': 'may have 5 characters, has 6',
      '/amount': 'must be 1000 or less',
      '/items': 'must be a whole number',
      '/kind': 'is none of the choices',
      '/tags': 'must be JSON',
    })
    expect(eventOf({ ...good, '/amount': '-1' }, fields).problems['/amount']).toMatch('0 or more')
    expect(eventOf({ ...good, '/amount': 'ten' }, fields).problems['/amount']).toMatch('a number')
    expect(eventOf({}, fields).problems).toEqual({
      '/id': 'is needed',
      '/amount': 'is needed',
      '/kind': 'is needed',
    })
  })

  it('comes back from its fields as it was', () => {
    const text = fc.string({ minLength: 1, maxLength: 5 }).filter((value) => value.trim() !== '')
    const number = fc.double({ noNaN: true, min: 0, max: 1000 })
    const event = fc.record(
      {
        id: text,
        amount: number,
        items: fc.integer({ min: -100, max: 100 }),
        kind: fc.constantFrom('view', 'buy'),
        fresh: fc.boolean(),
        before: fc.option(number, { nil: null }),
        place: fc.record({ lat: number, lon: number }),
        tags: fc.array(text),
      },
      { requiredKeys: ['id', 'amount', 'kind', 'before'] },
    )
    fc.assert(
      fc.property(event, (given) => {
        expect(eventOf(textsOf(given, fields), fields)).toEqual({ event: given, problems: {} })
      }),
    )
  })

  it('may have names that objects have already', () => {
    const schema: Schema = JSON.parse(
      `{"properties":{"__proto__":{"properties":{"polluted":{"type":"string"}}},
        "constructor":{"type":"string"}}}`,
    )
    const odd = fieldsOf(schema)
    const { event } = eventOf({ '/__proto__/polluted': 'yes', '/constructor': 'c' }, odd)
    expect(JSON.stringify(event)).toBe('{"__proto__":{"polluted":"yes"},"constructor":"c"}')
    expect('polluted' in {}).toBe(false)
    const list = fieldsOf(JSON.parse('{"properties":{"__proto__":{"type":"array"}}}') as Schema)
    expect(JSON.stringify(eventOf({ '/__proto__': '[1]' }, list).event)).toBe('{"__proto__":[1]}')
  })

  it('may be anything else than an object: then the fields are empty', () => {
    for (const odd of [null, undefined, 5, 'x', []]) expect(textsOf(odd, fields)).toEqual({})
  })
})

describe('a label', () => {
  it("is made to what the model's labels are like", () => {
    expect(labelOf('1', 0)).toBe(1)
    expect(labelOf('1', 'spam')).toBe('1')
    expect(labelOf('true', false)).toBe(true)
    expect(labelOf('new class', 0)).toBe('new class')
  })
})

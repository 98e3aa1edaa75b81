import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fieldsOf, type Schema } from './fields.js'

const schemaOf = (shape: z.ZodType, more = {}) =>
  ({ ...z.toJSONSchema(shape, { io: 'input' }), ...more }) as Schema
const text = z.string().max(200)

describe('the fields of a form', () => {
  it('are those of the events, in their order, laid out flat', () => {
    const place = z.object({ lat: z.number(), lon: z.number() })
    const schema = schemaOf(z.object({ id: text, from: place, to: place.nullish() }))
    expect(fieldsOf(schema).map(({ id, kind, required }) => [id, kind, required])).toEqual([
      ['/id', 'text', true],
      ['/from/lat', 'number', true],
      ['/from/lon', 'number', true],
      ['/to/lat', 'number', false],
      ['/to/lon', 'number', false],
    ])
  })

  it('know what may be left out, what may be null and what is known only afterwards', () => {
    const shape = z.object({ a: z.number().nullable(), b: text.optional(), late: text.nullish() })
    const fields = fieldsOf(schemaOf(shape, { 'x-known-later': ['late'] }))
    const facts = fields.map(({ required, nullable, later }) => [required, nullable, later])
    expect(facts).toEqual([
      [true, true, false],
      [false, false, false],
      [false, true, true],
    ])
  })

  it('offer choices for enums, constants, unions of them and booleans', () => {
    const shape = z.object({
      kind: z.enum(['view', 'buy']),
      fraud: z.union([z.literal(0), z.literal(1)]).nullish(),
      fresh: z.boolean().nullish(),
    })
    const choices = fieldsOf(schemaOf(shape)).map((field) => field.choices)
    expect(choices).toEqual([
      ['view', 'buy'],
      [0, 1],
      [true, false],
    ])
  })

  it('tell bounds that mean something, and formats', () => {
    const shape = z.object({
      share: z.number().min(0).max(1),
      whole: z.int(),
      at: z.iso.datetime(),
      told: z.string().describe('who it was'),
    })
    expect(fieldsOf(schemaOf(shape)).map(({ hint }) => hint)).toEqual([
      '0 to 1',
      '',
      'date and time, as 2026-01-31T09:30:00Z',
      'who it was',
    ])
  })

  it('follow references, and leave to JSON what no field can hold', () => {
    const schema: Schema = {
      properties: {
        known: { $ref: '#/$defs/amount' },
        unknown: { $ref: '#/$defs/none' },
        list: { type: 'array' },
        either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      },
      $defs: { amount: { type: 'number' } },
    }
    const kinds = fieldsOf(schema).map(({ kind }) => kind)
    expect(kinds).toEqual(['number', 'json', 'json', 'json'])
  })

  it('have ids that tell apart names with slashes and tildes', () => {
    const schema: Schema = {
      properties: { 'a/b': { type: 'string' }, a: { properties: { b: { type: 'string' } } } },
    }
    expect(fieldsOf(schema).map(({ id }) => id)).toEqual(['/a~1b', '/a/b'])
  })

  it('come to an end for a schema that leads back to itself, and for a huge one', () => {
    const loop: Schema = {
      $ref: '#/$defs/node',
      $defs: { node: { properties: { next: { $ref: '#/$defs/node' } } } },
    }
    expect(fieldsOf(loop)).toHaveLength(1)
    const names = Array.from({ length: 5000 }, (_, i) => [`f${i}`, { type: 'number' }])
    expect(fieldsOf({ properties: Object.fromEntries(names) })).toHaveLength(300)
  })

  it('are made of anything that calls itself a schema', () => {
    const types: NonNullable<Schema['type']>[] = ['string', 'object', ['boolean', 'null']]
    const node = fc.letrec<{ schema: Schema }>((tie) => ({
      schema: fc.record(
        {
          type: fc.constantFrom(...types),
          properties: fc.dictionary(fc.string(), tie('schema'), { maxKeys: 3 }),
          required: fc.array(fc.string(), { maxLength: 2 }),
          enum: fc.array(fc.jsonValue(), { maxLength: 3 }),
          anyOf: fc.array(tie('schema'), { maxLength: 3 }),
          $ref: fc.constantFrom('#/$defs/a', '#', 'nowhere'),
        },
        { requiredKeys: [] },
      ),
    })).schema
    fc.assert(
      fc.property(node, (schema) => {
        const ids = fieldsOf(schema).map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

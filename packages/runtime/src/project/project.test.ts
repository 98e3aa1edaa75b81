import { InvalidOptionError, metrics, naiveBayes } from '@coelho/learners'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineProject } from './project.js'

const schema = z.object({
  id: z.string(),
  at: z.number().optional(),
  amount: z.number(),
  debug_score: z.number().optional(),
  fraud: z.boolean().optional(),
})

const project = defineProject({
  name: 'payments',
  schema,
  id: ({ id }) => id,
  time: ({ at }) => at ?? Number.NaN,
  knownLater: ['fraud', 'debug_score'],
  features: (event) => ({ ...event }) as never,
  label: ({ fraud }) => fraud,
  pipeline: () => new naiveBayes.GaussianNB(),
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

describe('a project', () => {
  it('gives features no event that has what is known only afterwards', () => {
    const event = { id: 'p1', at: 5, amount: 2, debug_score: 0.9, fraud: true }
    expect(project.parse(bytes(event), 0)).toEqual({
      ...{ kind: 'event', id: 'p1', time: 5, y: true },
      x: { id: 'p1', at: 5, amount: 2 },
    })
    const other = defineProject({
      ...{ name: 'p', schema, id: () => 1, knownLater: ['fraud'] as const },
      // @ts-expect-error what is known later is not there
      features: (given) => ({ fraud: Number(given.fraud) }),
      label: ({ fraud }) => fraud,
      pipeline: () => new naiveBayes.GaussianNB(),
      ...{ metric: () => new metrics.Accuracy(), bestBy: 'Accuracy' },
    })
    expect(other.read(event, 0)).toMatchObject({ x: { fraud: Number.NaN } })
  })

  it('says of what it cannot use why', () => {
    const reason = (value: Uint8Array) => (project.parse(value, 0) as { reason: string }).reason
    expect(reason(new TextEncoder().encode('{"id":'))).toMatch(/^is not JSON: /)
    expect(reason(Uint8Array.of(0xff, 0xfe))).toMatch(/^is not JSON: /)
    expect(reason(bytes(null))).toMatch(/expected object/)
    expect(reason(bytes({ id: 'p', amount: 'many' }))).toBe(
      'amount: Invalid input: expected number, received string',
    )
    expect(reason(bytes({ id: 'p', amount: 1 }))).toBe('has no time')
    expect(reason(bytes({}))).toMatch(/^id: .*; amount: /)
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array(), (value, raw) => {
        expect(project.read(value, 0).kind).toBe('dead')
        expect(project.parse(raw, 0).kind).toBe('dead')
      }),
    )
    let deep = '[]'
    for (let i = 0; i < 15; i++) deep = `[${deep.repeat(2)}]`
    expect(project.parse(new TextEncoder().encode('['.repeat(100_000)), 0).kind).toBe('dead')
    expect(project.parse(new TextEncoder().encode(deep), 0).kind).toBe('dead')
  })

  it('refuses options that cannot be, each by its name', () => {
    const given = project.options
    for (const [option, wrong] of Object.entries({
      name: '../payments',
      schema: {},
      id: 'id',
      maxWaiting: 0,
      bestBy: 1,
      pipeline: new naiveBayes.GaussianNB(),
    })) {
      const define = () => defineProject({ ...given, [option]: wrong } as never)
      expect(define, option).toThrow(InvalidOptionError)
      expect(define, option).toThrow(`option "${option}"`)
    }
  })

  it('refuses a schema that answers later', () => {
    const later = schema.refine(async () => true)
    const waits = defineProject({ ...project.options, schema: later })
    const parsed = waits.read({ id: 'p', at: 1, amount: 1 }, 0)
    expect(parsed).toMatchObject({
      kind: 'dead',
      reason: expect.stringMatching(/at once|[Aa]sync/),
    })
  })
})

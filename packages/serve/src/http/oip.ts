import { z } from '@hono/zod-openapi'
import type { Prediction } from '../api/shapes.js'
import { type JsonLimits, parseJson } from './limits/json.js'
import { Refused } from './problem.js'

export interface Tensor {
  name: string
  shape: number[]
  datatype: string
  data: unknown[]
}

export const tensor: z.ZodType<Tensor> = /* @__PURE__ */ z
  .object({
    name: z.string().min(1).max(256),
    shape: z.array(z.int().nonnegative()).min(1).max(2),
    datatype: z.string().max(16),
    data: z.array(z.unknown()),
  })
  .openapi('Tensor')

interface Limits {
  readonly maxEvents: number
  readonly json: JsonLimits
}

const DATATYPES: Readonly<Record<string, string>> = {
  number: 'FP64',
  integer: 'INT64',
  boolean: 'BOOL',
}

/** What a model takes, one tensor a property of its events. */
export function inputsOf(schema: Readonly<Record<string, unknown>>): object[] {
  const { properties = {} } = schema as { properties?: Record<string, { type?: unknown }> }
  return Object.entries(properties).map(([name, { type }]) => {
    return { name, datatype: DATATYPES[String(type)] ?? 'BYTES', shape: [-1] }
  })
}

/**
 * Events of tensors: one tensor a property, a row an event; or a single tensor `events` of texts,
 * each of them an event as JSON.
 */
export function eventsOf(tensors: readonly Tensor[], limits: Limits): unknown[] {
  const [first] = tensors
  const rows = first!.shape[0]!
  if (rows > limits.maxEvents) {
    throw new Refused('too-large', `At most ${limits.maxEvents} events may come at once.`)
  }
  if (rows === 0) throw new Refused('unusable', 'There is no event in it.')
  for (const { name, shape, data } of tensors) {
    if (shape[0] !== rows || (shape[1] ?? 1) !== 1 || data.length !== rows) {
      const expected = `[${rows}] or [${rows}, 1], with as many data`
      throw new Refused('unusable', `The shape of ${JSON.stringify(name)} must be ${expected}.`)
    }
  }
  if (tensors.length === 1 && first!.name === 'events' && first!.datatype === 'BYTES') {
    return first!.data.map((text) => parseJson(Buffer.from(String(text)), limits.json))
  }
  return first!.data.map((_, row) =>
    Object.fromEntries(tensors.map(({ name, data }) => [name, data[row]])),
  )
}

export function outputsOf(said: readonly Prediction[]): Tensor[] {
  const values = said.map(({ prediction }) => prediction)
  const shape = [values.length]
  const outputs: Tensor[] = [
    { name: 'prediction', datatype: datatypeOf(values), shape, data: values },
  ]
  const labels = [...new Set(said.flatMap(({ probabilities }) => Object.keys(probabilities ?? {})))]
  if (labels.length > 0) {
    const data = said.flatMap(({ probabilities }) =>
      labels.map((label) => probabilities?.[label] ?? 0),
    )
    const parameters = { labels }
    outputs.push(
      Object.assign(
        { name: 'probabilities', datatype: 'FP64', shape: [values.length, labels.length], data },
        { parameters },
      ),
    )
  }
  return outputs
}

function datatypeOf(values: readonly unknown[]): string {
  const known = values.find((value) => value !== null)
  return DATATYPES[typeof known] ?? 'BYTES'
}

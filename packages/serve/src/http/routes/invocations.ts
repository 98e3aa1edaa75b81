import { z } from '@hono/zod-openapi'
import type { Served, Service } from '../../api/served.js'
import { plain } from '../../api/shapes.js'
import type { Ctx } from '../call.js'
import { type Endpoint, jsonEndpoint } from '../endpoint.js'
import { modelNamed } from '../lookup.js'
import type { Parts } from '../parts.js'
import { predictMany } from '../predicting.js'
import { Refused } from '../problem.js'
import { sendJson, versionHeaders } from '../reply.js'
import { routingKey } from './predict.js'

const event = /* @__PURE__ */ z.record(z.string(), z.unknown())
const split = /* @__PURE__ */ z.object({
  columns: z.array(z.string()),
  data: z.array(z.array(z.unknown())),
})
const instances = /* @__PURE__ */ z.object({ instances: z.array(z.unknown()) }).openapi('Instances')
const bodies = /* @__PURE__ */ z
  .union([
    instances,
    z.object({ dataframe_records: z.array(z.unknown()) }),
    z.object({ dataframe_split: split }),
    z.object({ inputs: z.array(z.unknown()) }),
    event,
  ])
  .openapi('Invocation')
const values = /* @__PURE__ */ z.object({ predictions: z.array(plain) }).openapi('PlainPredictions')

const ACTION = ':predict'

/** As SageMaker, MLflow, Vertex AI and TensorFlow Serving ask: values only. */
export function invocationRoutes(parts: Parts): Endpoint[] {
  const { service } = parts
  const common = {
    method: 'post',
    access: 'predict',
    tag: 'Drop-in hosting',
    result: values,
    takesMany: true,
  } as const
  return [
    jsonEndpoint(
      {
        ...common,
        path: '/invocations',
        summary: 'What the model of the header X-Model, or the only one, says of each event',
      },
      bodies,
      (c, body) => answer(c, parts, invoked(service, c), eventsOf(body)),
    ),
    jsonEndpoint(
      {
        ...common,
        path: `/v1/models/{model}${ACTION}`,
        pattern: '/v1/models/:model',
        summary: 'What the model says of each instance',
      },
      instances,
      (c, body) => {
        const target = c.req.param('model') ?? ''
        if (!target.endsWith(ACTION)) throw new Refused('not-found', 'Did you mean …/predict?')
        const served = modelNamed(service, target.slice(0, -ACTION.length))
        return answer(c, parts, served, body.instances)
      },
    ),
  ]
}

async function answer(
  c: Ctx,
  { models, settings }: Parts,
  served: Served,
  events: readonly unknown[],
): Promise<Response> {
  const { maxEvents } = settings
  if (events.length > maxEvents) {
    throw new Refused('too-large', `At most ${maxEvents} events may come at once.`)
  }
  if (events.length === 0) throw new Refused('unusable', 'There is no event in it.')
  const said = await predictMany(served, events, routingKey(c) ?? c.env.call.id, models)
  const predictions = said.map(({ prediction }) => prediction)
  return sendJson(c, { predictions }, 200, versionHeaders(said[0]!.version))
}

function invoked(service: Service, c: Ctx): Served {
  const named = c.env.incoming.headers['x-model']
  if (typeof named === 'string') return modelNamed(service, named)
  const [only, ...others] = service.models.values()
  if (only && others.length === 0) return only
  throw new Refused('malformed', 'Say by the header X-Model which of the models is meant.')
}

function eventsOf(body: z.infer<typeof bodies>): readonly unknown[] {
  const { instances, dataframe_records, dataframe_split, inputs } = body as Record<string, unknown>
  const list = [instances, dataframe_records, inputs].find(Array.isArray)
  if (list) return list
  const frame = split.safeParse(dataframe_split)
  if (!frame.success) return [body]
  const { columns, data } = frame.data
  return data.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))
}

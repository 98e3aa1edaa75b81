import { z } from '@hono/zod-openapi'
import type { Served } from '../../api/served.js'
import type { Prediction } from '../../api/shapes.js'
import type { Ctx } from '../call.js'
import { type Endpoint, endpoint, jsonEndpoint } from '../endpoint.js'
import { modelOf, versionOf } from '../lookup.js'
import { eventsOf, inputsOf, outputsOf, tensor } from '../oip.js'
import type { Parts } from '../parts.js'
import { checkFinite, predictMany } from '../predicting.js'
import { Refused } from '../problem.js'
import { sendJson, versionHeaders } from '../reply.js'
import { routingKey } from './predict.js'

const asked = /* @__PURE__ */ z
  .object({
    id: z.string().max(200).optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    inputs: z.array(tensor).min(1).max(10_000),
    outputs: z.array(z.object({ name: z.string() })).optional(),
  })
  .openapi('InferRequest')
const inferred = /* @__PURE__ */ z
  .object({
    id: z.string().optional(),
    model_name: z.string(),
    model_version: z.string(),
    outputs: z.array(tensor),
  })
  .openapi('InferResponse')
type Asked = z.infer<typeof asked>

/** The Open Inference Protocol, version 2. */
export function inferRoutes(parts: Parts): Endpoint[] {
  const common = { method: 'post', access: 'predict', tag: 'Open Inference Protocol' } as const
  const many = { ...common, result: inferred, takesMany: true } as const
  const at = '/v2/models/{model}'
  return [
    ...metadataRoutes(parts),
    jsonEndpoint(
      { ...many, path: `${at}/infer`, summary: 'What the model says of each event' },
      asked,
      async (c, request) => {
        const served = modelOf(parts.service, c)
        const events = readTensors(parts, request)
        const key = routingKey(c) ?? c.env.call.id
        return reply(c, request, await predictMany(served, events, key, parts.models))
      },
    ),
    jsonEndpoint(
      { ...many, path: `${at}/versions/{version}/infer`, summary: 'What a version says of them' },
      asked,
      async (c, request) => {
        const served = modelOf(parts.service, c)
        const version = versionOf(c)
        const said: Prediction[] = []
        for (const event of readTensors(parts, request)) {
          said.push(checkFinite(await served.predictBy(version, event)))
        }
        return reply(c, request, said)
      },
    ),
  ]
}

function metadataRoutes({ service, about, isDraining }: Parts): Endpoint[] {
  const common = { method: 'get', tag: 'Open Inference Protocol' } as const
  const open = { ...common, access: 'public' } as const
  const known = { ...common, access: 'any' } as const
  const at = '/v2/models/{model}'
  const facts = (served: Served) => ({
    name: served.name,
    versions: served.isReady ? [String(served.version.version)] : [],
    platform: 'coelho',
    inputs: inputsOf(served.schema()),
    outputs: [{ name: 'prediction', datatype: 'BYTES', shape: [-1] }],
  })
  const allReady = () => !isDraining() && [...service.models.values()].every((one) => one.isReady)
  const ready = (c: Ctx, name: string, isReady: boolean) =>
    sendJson(c, { name, ready: isReady }, isReady ? 200 : 503)
  return [
    endpoint({ ...open, path: '/v2/health/live', summary: 'Whether the process answers' }, (c) =>
      sendJson(c, { live: true }),
    ),
    endpoint({ ...open, path: '/v2/health/ready', summary: 'Whether every model answers' }, (c) =>
      sendJson(c, { ready: allReady() }, allReady() ? 200 : 503),
    ),
    endpoint({ ...known, path: '/v2', summary: 'What server this is' }, (c) =>
      sendJson(c, { name: 'coelho', version: about.info.version, extensions: [] }),
    ),
    endpoint({ ...known, path: '/v2/models', summary: 'The names of all models' }, (c) =>
      sendJson(c, { models: [...service.models.keys()] }),
    ),
    endpoint({ ...known, path: at, summary: 'What a model takes and gives' }, (c) =>
      sendJson(c, facts(modelOf(service, c))),
    ),
    endpoint({ ...known, path: `${at}/ready`, summary: 'Whether a model answers' }, (c) => {
      const served = modelOf(service, c)
      return ready(c, served.name, served.isReady)
    }),
    endpoint(
      { ...known, path: `${at}/versions/{version}`, summary: 'What a version takes and gives' },
      async (c) => {
        const served = modelOf(service, c)
        return sendJson(c, { ...facts(served), versions: [await kept(served, versionOf(c))] })
      },
    ),
    endpoint(
      { ...known, path: `${at}/versions/{version}/ready`, summary: 'Whether a version can answer' },
      async (c) => {
        const served = modelOf(service, c)
        await kept(served, versionOf(c))
        return ready(c, served.name, served.isReady)
      },
    ),
  ]
}

async function kept(served: Served, version: number): Promise<string> {
  const found = (await served.versions()).find((one) => one.version === version)
  if (found && found.damaged === null) return String(version)
  throw new Refused('not-found', 'There is no such version, or it cannot be used.')
}

function readTensors({ settings }: Parts, { inputs, outputs = [] }: Asked): unknown[] {
  const unknown = outputs.find(({ name }) => name !== 'prediction' && name !== 'probabilities')
  if (unknown) throw new Refused('unusable', 'Outputs are prediction and probabilities.')
  return eventsOf(inputs, settings)
}

function reply(c: Ctx, { id, outputs }: Asked, said: readonly Prediction[]): Response {
  const { version } = said[0]!
  const wanted = outputs && new Set(outputs.map(({ name }) => name))
  const body = {
    id: id ?? c.env.call.id,
    model_name: version.model,
    model_version: String(version.version),
    parameters: { sha256: version.sha256, events: version.events },
    outputs: outputsOf(said).filter(({ name }) => !wanted || wanted.has(name)),
  }
  return sendJson(c, body, 200, versionHeaders(version))
}

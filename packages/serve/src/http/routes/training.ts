import { z } from '@hono/zod-openapi'
import { training } from '../../api/shapes.js'
import { type Endpoint, endpoint, jsonEndpoint } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { sendJson } from '../reply.js'

const wanted = /* @__PURE__ */ z
  .object({ state: z.enum(['running', 'stopped']) })
  .openapi('TrainingSwitch')

export function trainingRoutes({ service }: Parts): Endpoint[] {
  const path = '/v1/models/{model}/training'
  const common = { tag: 'Training', result: training } as const
  const admin = { ...common, method: 'post', access: 'admin' } as const
  return [
    endpoint(
      { ...common, method: 'get', path, access: 'read', summary: 'Whether it is being trained' },
      (c) => sendJson(c, modelOf(service, c).training),
    ),
    jsonEndpoint(
      { ...admin, path, summary: 'Starts the training, or stops it' },
      wanted,
      async (c, { state }) => {
        const served = modelOf(service, c)
        const now = state === 'running' ? served.startTraining() : served.stopTraining()
        return sendJson(c, await now)
      },
    ),
    endpoint({ ...admin, path: `${path}/start`, summary: 'Starts the training' }, async (c) =>
      sendJson(c, await modelOf(service, c).startTraining()),
    ),
    endpoint({ ...admin, path: `${path}/stop`, summary: 'Stops the training' }, async (c) =>
      sendJson(c, await modelOf(service, c).stopTraining()),
    ),
  ]
}

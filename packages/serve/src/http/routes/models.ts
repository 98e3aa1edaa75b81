import { info, summaries } from '../../api/shapes.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { sendJson, versionHeaders } from '../reply.js'

export function modelRoutes({ service }: Parts): Endpoint[] {
  const common = { method: 'get', access: 'read', tag: 'Models' } as const
  return [
    endpoint(
      { ...common, path: '/v1/models', summary: 'All models, in a line each', result: summaries },
      (c) => sendJson(c, { models: [...service.models.values()].map((one) => one.summary()) }),
    ),
    endpoint(
      {
        ...common,
        path: '/v1/models/{model}',
        summary: 'A model, with all that is known of it',
        result: info,
      },
      (c) => {
        const facts = modelOf(service, c).info()
        return sendJson(c, facts, 200, facts.version ? versionHeaders(facts.version) : {})
      },
    ),
  ]
}

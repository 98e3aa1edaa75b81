import { traffic, trafficState } from '../../api/shapes.js'
import { type Endpoint, endpoint, jsonEndpoint } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { sendJson } from '../reply.js'

export function trafficRoutes({ service }: Parts): Endpoint[] {
  const path = '/v1/models/{model}/traffic'
  const common = { path, tag: 'Versions', result: trafficState } as const
  return [
    endpoint(
      {
        ...common,
        method: 'get',
        access: 'read',
        summary: 'Which versions answer, each for which share, and how they do',
      },
      (c) => sendJson(c, modelOf(service, c).traffic()),
    ),
    jsonEndpoint(
      {
        ...common,
        method: 'put',
        access: 'admin',
        summary: 'Gives versions a share of the requests, or lets one answer in the shadow',
      },
      traffic,
      async (c, wanted) => sendJson(c, await modelOf(service, c).setTraffic(wanted)),
    ),
  ]
}

import { promotion, summary, version, versions } from '../../api/shapes.js'
import { type Endpoint, endpoint, jsonEndpoint } from '../endpoint.js'
import { modelOf, versionOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { sendJson, versionHeaders } from '../reply.js'

/** Which version answers, and which contestant is the champion. */
export function versionRoutes({ service }: Parts): Endpoint[] {
  const admin = { method: 'post', access: 'admin', tag: 'Versions' } as const
  return [
    endpoint(
      {
        method: 'get',
        path: '/v1/models/{model}/versions',
        access: 'read',
        tag: 'Versions',
        summary: 'The versions that are kept, the newest first',
        result: versions,
      },
      async (c) => {
        const served = modelOf(service, c)
        return sendJson(c, { versions: await served.versions(), following: served.following })
      },
    ),
    endpoint(
      {
        ...admin,
        path: '/v1/models/{model}/versions/{version}/pin',
        summary: 'Goes back to a version, and stays there',
        result: version,
      },
      async (c) => {
        const now = await modelOf(service, c).pin(versionOf(c))
        return sendJson(c, now, 200, versionHeaders(now))
      },
    ),
    endpoint(
      {
        ...admin,
        path: '/v1/models/{model}/follow',
        summary: 'Follows the newest version again',
        result: version,
      },
      async (c) => {
        const now = await modelOf(service, c).follow()
        return sendJson(c, now, 200, versionHeaders(now))
      },
    ),
    jsonEndpoint(
      {
        ...admin,
        path: '/v1/models/{model}/promote',
        summary: 'Makes a challenger the champion',
        result: summary,
      },
      promotion,
      async (c, { contestant }) => {
        const served = modelOf(service, c)
        await served.promote(contestant)
        return sendJson(c, served.summary())
      },
    ),
  ]
}

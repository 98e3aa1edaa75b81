import { z } from '@hono/zod-openapi'
import type { Ctx } from '../call.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import type { Parts } from '../parts.js'
import { Refused } from '../problem.js'
import { sendJson } from '../reply.js'

const status = /* @__PURE__ */ z.object({ status: z.enum(['live', 'ready']) }).openapi('Health')

/**
 * Live: the process answers. Ready: every model answers, and the server is not about to stop. They
 * need no token and tell nothing else.
 */
export function healthRoutes({ service, isDraining }: Parts): Endpoint[] {
  const live = (c: Ctx) => sendJson(c, { status: 'live' })
  const ready = (c: Ctx) => {
    if (isDraining()) throw new Refused('draining', 'Ask another server.')
    const models = [...service.models.values()]
    if (models.every(({ isReady }) => isReady)) return sendJson(c, { status: 'ready' })
    const missing = models.filter(({ isReady }) => !isReady).length
    throw new Refused('not-ready', `${missing} of ${models.length} models have no version yet.`)
  }
  const described = (path: string, summary: string) =>
    ({ method: 'get', path, access: 'public', tag: 'Health', summary, result: status }) as const
  return [
    endpoint(described('/livez', 'Whether the process answers'), live),
    endpoint(described('/healthz', 'The same as /livez'), live),
    endpoint(described('/readyz', 'Whether every model answers'), ready),
    endpoint(described('/ping', 'The same as /readyz, as SageMaker asks for it'), ready),
  ]
}

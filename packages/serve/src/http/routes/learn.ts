import { z } from '@hono/zod-openapi'
import { receipt } from '../../api/shapes.js'
import type { Ctx } from '../call.js'
import { type Endpoint, eventsEndpoint } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { Refused } from '../problem.js'
import { sendJson } from '../reply.js'

const headers = /* @__PURE__ */ z.object({
  'idempotency-key': z.string().max(200).optional().openapi({
    description: 'The same key brings the same events only once, however often it is sent.',
  }),
})

export function learnRoutes({ service, models }: Parts): Endpoint[] {
  return [
    eventsEndpoint(
      {
        method: 'post',
        path: '/v1/models/{model}/learn',
        access: 'predict',
        tag: 'Learning',
        summary: 'Events to be learned, or labels of earlier ones by their ids',
        headers,
        result: receipt,
        status: 202,
      },
      async (c, { events }) => {
        const served = modelOf(service, c)
        const taken = await served.learn(events, idempotencyKey(c))
        models.taught(served, taken.queued.filter(({ repeated }) => !repeated).length)
        return sendJson(c, taken, 202)
      },
    ),
  ]
}

export function idempotencyKey(c: Ctx): string | undefined {
  const key = c.env.incoming.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new Refused(
    'malformed',
    'An Idempotency-Key has 1 to 200 characters, no blanks among them.',
  )
}

import { z } from '@hono/zod-openapi'
import type { Served } from '../../api/served.js'
import { explanation, prediction, predictions } from '../../api/shapes.js'
import type { Ctx } from '../call.js'
import { type Endpoint, eventsEndpoint, type Sent } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { predictMany, predictOne } from '../predicting.js'
import { Refused } from '../problem.js'
import { sendJson, versionHeaders } from '../reply.js'
import { idempotencyKey } from './learn.js'

const LONGEST_KEY = 256

const query = /* @__PURE__ */ z.object({
  key: z.string().max(LONGEST_KEY).optional().openapi({
    description:
      'Who asks: the same version answers as long as it has a share. Also X-Routing-Key.',
  }),
  remember: z.enum(['true', 'false']).optional().openapi({
    description:
      'Whether the event goes to the log, too, so that its label may come later by its id.',
  }),
})

export function predictRoutes(parts: Parts): Endpoint[] {
  const { service, models } = parts
  const common = { method: 'post', access: 'predict', tag: 'Predictions' } as const
  return [
    eventsEndpoint(
      {
        ...common,
        path: '/v1/models/{model}/predict',
        summary: 'What the model says of an event, or of each of many',
        query,
        result: z.union([prediction, predictions]),
      },
      (c, sent) => {
        const served = modelOf(service, c)
        if (sent.many || isRemembered(c)) return answerMany(parts, served, c, sent)
        const said = predictOne(served, sent.events[0], routingKey(c), models)
        return sendJson(c, said, 200, versionHeaders(said.version))
      },
    ),
    eventsEndpoint(
      {
        ...common,
        path: '/v1/models/{model}/explain',
        summary: 'What the model says of an event, and what of the event made it say so',
        result: explanation,
      },
      (c, { events, many }) => {
        if (many) throw new Refused('unusable', 'Events are explained one at a time.')
        const said = modelOf(service, c).explain(events[0])
        return sendJson(c, said, 200, versionHeaders(said.version))
      },
    ),
  ]
}

async function answerMany(
  { models }: Parts,
  served: Served,
  c: Ctx,
  { events, many }: Sent,
): Promise<Response> {
  const idempotency = idempotencyKey(c)
  const key = routingKey(c) ?? (many ? c.env.call.id : undefined)
  const said = await predictMany(served, events, key, models)
  if (isRemembered(c)) await served.learn(events, idempotency)
  const { version } = said[0]!
  return sendJson(c, many ? { predictions: said } : said[0], 200, versionHeaders(version))
}

/** Of the query or the header. */
export function routingKey(c: Ctx): string | undefined {
  const key = c.req.query('key') ?? c.env.incoming.headers['x-routing-key']
  if (typeof key !== 'string' || key.length <= LONGEST_KEY) return key as string | undefined
  throw new Refused('malformed', `A routing key may have at most ${LONGEST_KEY} characters.`)
}

function isRemembered(c: Ctx): boolean {
  const remember = c.req.query('remember')
  if (remember === undefined || remember === 'false') return false
  if (remember === 'true') return true
  throw new Refused('malformed', 'remember must be true or false.')
}

import { z } from '@hono/zod-openapi'
import { liveEvent } from '../../api/shapes.js'
import type { Ctx } from '../call.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { Refused } from '../problem.js'

const KINDS = ['sample', 'marker', 'version', 'training', 'dead']

const query = /* @__PURE__ */ z.object({
  type: z
    .string()
    .optional()
    .openapi({ description: `Some of ${KINDS.join(',')}.` }),
})
const headers = /* @__PURE__ */ z.object({
  'last-event-id': z.string().optional().openapi({
    description: 'The last event that came: goes on after it, as far as events are kept.',
  }),
})

/** Live events, as server-sent events. */
export function eventRoutes({ service, streams }: Parts): Endpoint[] {
  const common = {
    method: 'get',
    access: 'read',
    tag: 'Live',
    query,
    headers,
    result: liveEvent,
    as: 'text/event-stream',
    isStream: true,
  } as const
  return [
    endpoint({ ...common, path: '/v1/events', summary: 'What happens, of all models' }, (c) =>
      streams.open(c, service, kindsOf(c), lastId(c)),
    ),
    endpoint(
      { ...common, path: '/v1/models/{model}/events', summary: 'What happens to a model' },
      (c) => streams.open(c, modelOf(service, c), kindsOf(c), lastId(c)),
    ),
  ]
}

function kindsOf(c: Ctx): ReadonlySet<string> | undefined {
  const given = c.req.query('type')
  if (given === undefined) return undefined
  const kinds = given.split(',')
  if (kinds.every((kind) => KINDS.includes(kind))) return new Set(kinds)
  throw new Refused('malformed', `type must be some of ${KINDS.join(',')}.`)
}

function lastId(c: Ctx): number | undefined {
  const given = c.env.incoming.headers['last-event-id']
  if (given === undefined || given === '') return undefined
  if (typeof given === 'string' && /^\d{1,15}$/.test(given)) return Number(given)
  throw new Refused('malformed', 'Last-Event-ID must be the id of an event.')
}

import { createRoute, type RouteConfig, z } from '@hono/zod-openapi'
import { problem } from '../api/shapes.js'
import type { Access } from './access/roles.js'
import type { Ctx } from './call.js'
import { checkShape } from './shape.js'

/** What came to be predicted or learned. */
export interface Sent {
  readonly events: readonly unknown[]
  /** Whether it was a list, even of one: the answer is a list, too. */
  readonly many: boolean
}

interface Described {
  readonly method: 'get' | 'post' | 'put'
  /** As in OpenAPI: `/v1/models/{model}`. */
  readonly path: string
  readonly access: Access
  readonly tag: string
  readonly summary: string
  readonly query?: z.ZodObject
  readonly headers?: z.ZodObject
  /** What is answered, by status; of the media type that is usual unless `as` tells another. */
  readonly result?: z.ZodType
  readonly status?: number
  readonly as?: string
  /** As the router knows it, where that differs. */
  readonly pattern?: string
  /** Whether many events may come at once: the body may be larger. */
  readonly takesMany?: boolean
  /** Whether the OpenAPI document passes it over. */
  readonly isHidden?: boolean
  /** Whether it is watched rather than answered: it takes no slot. */
  readonly isStream?: boolean
}

/** What is told of an endpoint, and what it does. */
export type Endpoint = { readonly route: RouteConfig; readonly spec: Described } & (
  | { readonly takes: 'nothing'; readonly answer: (c: Ctx) => Response | Promise<Response> }
  | {
      readonly takes: 'events'
      readonly answer: (c: Ctx, sent: Sent) => Response | Promise<Response>
    }
  | {
      readonly takes: 'json'
      readonly answer: (c: Ctx, body: unknown) => Response | Promise<Response>
    }
)

type Answer<Body extends unknown[]> = (c: Ctx, ...body: Body) => Response | Promise<Response>

/** Without a body. */
export function endpoint(spec: Described, answer: Answer<[]>): Endpoint {
  return { route: routeOf(spec), spec, takes: 'nothing', answer }
}

/** One event, a list of them, `{ "instances": [...] }`, or one a line. */
export function eventsEndpoint(spec: Described, answer: Answer<[sent: Sent]>): Endpoint {
  const content = {
    'application/json': { schema: eventsSchema },
    'application/x-ndjson': { schema: z.string().openapi({ description: 'An event a line.' }) },
  }
  return { route: routeOf(spec, content), spec, takes: 'events', answer }
}

/** A document of this shape: `answer` gets what the shape made of it. */
export function jsonEndpoint<Body>(
  spec: Described,
  body: z.ZodType<Body>,
  answer: Answer<[body: Body]>,
): Endpoint {
  const content = { 'application/json': { schema: body } }
  const checked: Answer<[unknown]> = (c, given) => answer(c, checkShape(body, given))
  return { route: routeOf(spec, content), spec, takes: 'json', answer: checked }
}

const event = /* @__PURE__ */ z.record(z.string(), z.unknown())
const eventsSchema = /* @__PURE__ */ z
  .union([event, z.array(event), z.object({ instances: z.array(event) })])
  .openapi('Events')

function routeOf(spec: Described, content?: Record<string, { schema: z.ZodType }>): RouteConfig {
  const { method, path, access, tag, summary, query, headers, result, as } = spec
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])))
  const answer = { description: summary, ...(result && contentOf(result, as)) }
  return createRoute({
    method,
    path,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : [{ token: [] }],
    description: access === 'public' ? 'Public.' : `Role: ${access}.`,
    request: {
      ...(names.length > 0 && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(content && { body: { content, required: true } }),
    },
    responses: {
      [spec.status ?? 200]: answer,
      default: {
        description: 'A problem (RFC 9457).',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  })
}

function contentOf(schema: z.ZodType, as = 'application/json') {
  return { content: { [as]: { schema } } }
}

import { z } from '@hono/zod-openapi'
import type { Served } from '../../api/served.js'
import {
  clusters,
  contestant,
  deadLetters,
  encoders,
  importances,
  marker,
  report,
  series,
  type Version,
} from '../../api/shapes.js'
import type { Ctx } from '../call.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { modelOf } from '../lookup.js'
import type { Parts } from '../parts.js'
import { sendCached, sendJson, toJson, versionHeaders } from '../reply.js'
import { checkShape } from '../shape.js'

const anything = /* @__PURE__ */ z.record(z.string(), z.unknown())
const limits = /* @__PURE__ */ z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
})
const standing = /* @__PURE__ */ z
  .object({
    champion: z.string().nullable(),
    contestants: z.array(
      contestant.pick({ name: true, champion: true, judged: true, metrics: true }),
    ),
  })
  .openapi('Standing')
const drifts = /* @__PURE__ */ z.object({ drifts: z.array(marker) }).openapi('Drifts')

interface Look {
  readonly at: string
  readonly summary: string
  readonly result: z.ZodType
  readonly query?: z.ZodObject
  readonly get: (served: Served, c: Ctx) => unknown
}

/** What is asked of a model for people to see. */
const LOOKS: readonly Look[] = [
  {
    at: 'report',
    summary: 'What the champion gets wrong',
    result: report,
    get: (served) => served.report(),
  },
  {
    at: 'clusters',
    summary: 'How many events are in each cluster, what they are like, and a map of them',
    result: clusters,
    get: (served) => served.clusters(),
  },
  {
    at: 'importances',
    summary: 'How much each feature counts',
    result: importances,
    get: (served) => served.importances(),
  },
  {
    at: 'encoders',
    summary: 'Which number stands for which category',
    result: encoders,
    get: (served) => ({ version: served.version, encoders: served.encoders() }),
  },
  {
    at: 'schema',
    summary: 'JSON Schema of an event',
    result: anything,
    get: (served) => served.schema(),
  },
  {
    at: 'sample',
    summary: 'An event as it might come next',
    result: anything,
    get: (served) => served.sampleEvent(),
  },
  {
    at: 'series',
    summary: 'How it went: samples and markers in their order',
    result: series,
    get: (served) => served.series(),
  },
  {
    at: 'drifts',
    summary: 'Drifts that were found',
    result: drifts,
    get: (served) => ({ drifts: served.series().markers.filter(({ kind }) => kind === 'drift') }),
  },
  {
    at: 'metrics',
    summary: 'Metrics of the champion and of its challengers',
    result: standing,
    get: (served) => standingOf(served),
  },
  {
    at: 'dead-letters',
    summary: 'Events that could not be used, the newest first',
    result: deadLetters,
    query: limits,
    get: (served, c) => served.deadLetters(checkShape(limits, c.req.query()).limit),
  },
]

export function insightRoutes({ service }: Parts): Endpoint[] {
  return LOOKS.map(({ at, summary, result, query, get }) =>
    endpoint(
      {
        method: 'get',
        path: `/v1/models/{model}/${at}`,
        access: 'read',
        tag: 'Insight',
        summary,
        result,
        ...(query && { query }),
      },
      async (c) => {
        const found = (await get(modelOf(service, c), c)) as { readonly version?: Version }
        const version = found.version
        if (at === 'sample') return sendJson(c, found)
        return sendCached(c, toJson(found), version ? versionHeaders(version) : {})
      },
    ),
  )
}

function standingOf(served: Served): z.infer<typeof standing> {
  const { champion, contestants } = served.info()
  const seen = contestants.map(({ name, champion, judged, metrics }) => {
    return { name, champion, judged, metrics }
  })
  return { champion, contestants: seen }
}

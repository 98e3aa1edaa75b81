import { z } from '@hono/zod-openapi'
import { version } from './answers.js'
import { training } from './models.js'
import { count, metricValues } from './values.js'

/** Something that happened, on the axis of events. */
export const marker = /* @__PURE__ */ z
  .object({
    kind: z.enum(['drift', 'takeover', 'version']),
    event: count,
    /** When it happened, by the events' own clock; by the wall's for versions. */
    time: z.number(),
    /** For people: `error rose`, `challenger took over`, `version 7`. */
    text: z.string(),
    signal: z.enum(['error', 'feature']).nullable(),
    feature: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  })
  .openapi('Marker')
export type Marker = z.infer<typeof marker>

/** How it stood at one moment. */
export const sample = /* @__PURE__ */ z
  .object({
    /** Of the wall, in milliseconds. */
    at: z.number(),
    events: count,
    eventsPerSecond: z.number(),
    lag: count.nullable(),
    dead: count,
    waiting: count,
    version: count.nullable(),
    /** Since the beginning, of each contestant. */
    metrics: z.record(z.string(), metricValues),
    /** Of the champion, over the last events only (see `windowEvents`). */
    recent: metricValues,
    windowEvents: count,
  })
  .openapi('Sample')
export type Sample = z.infer<typeof sample>

export const series = /* @__PURE__ */ z
  .object({ samples: z.array(sample), markers: z.array(marker) })
  .openapi('Series')
export type Series = z.infer<typeof series>

/** What live events carry: `event:` is its `kind`, `id:` counts up and can be resumed from. */
export const liveEvent = /* @__PURE__ */ z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('sample'), model: z.string(), sample }),
    z.object({ kind: z.literal('marker'), model: z.string(), marker }),
    z.object({ kind: z.literal('version'), model: z.string(), version, pinned: z.boolean() }),
    z.object({ kind: z.literal('training'), model: z.string(), training }),
    z.object({ kind: z.literal('dead'), model: z.string(), dead: count }),
  ])
  .openapi('LiveEvent')
export type LiveEvent = z.infer<typeof liveEvent>

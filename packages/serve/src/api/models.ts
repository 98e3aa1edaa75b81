import { z } from '@hono/zod-openapi'
import { version } from './answers.js'
import { count, metricValues, value } from './values.js'

/** What a training does, as far as the server knows. */
export const trainingState = /* @__PURE__ */ z.enum([
  'running',
  'starting',
  'stopping',
  'stopped',
  'failed',
  /** Another process trains it, if any does: the server sees its checkpoints only. */
  'elsewhere',
])
export const training = /* @__PURE__ */ z
  .object({
    state: trainingState,
    /** Why it failed. */
    reason: z.string().nullable(),
    /** Whether this server can start and stop it. */
    controllable: z.boolean(),
  })
  .openapi('Training')
export type Training = z.infer<typeof training>

/** A model in one line of an overview. */
export const summary = /* @__PURE__ */ z
  .object({
    name: z.string(),
    task: z.enum(['classification', 'regression', 'clustering', 'anomalies']),
    ready: z.boolean(),
    /** What answers now; null before there is one. */
    version: version.nullable(),
    /** True if it was told to stay at this version. */
    pinned: z.boolean(),
    champion: z.string().nullable(),
    bestBy: z.object({ metric: z.string(), value, moreIsBetter: z.boolean() }),
    /** Events that the training has met, and meets a second. */
    events: count,
    eventsPerSecond: z.number(),
    /** Still to be learned, where the log's end is known. */
    lag: count.nullable(),
    /** Since the version was saved. */
    ageMs: z.number().nullable(),
    training,
    drifts: count,
    dead: count,
    /** Events whose label is still to come. */
    waiting: count,
    /** Newer versions that are damaged: what answered before goes on. */
    unusable: count,
  })
  .openapi('ModelSummary')
export type Summary = z.infer<typeof summary>
export const summaries = /* @__PURE__ */ z
  .object({ models: z.array(summary) })
  .openapi('ModelSummaries')

export const contestant = /* @__PURE__ */ z
  .object({
    name: z.string(),
    champion: z.boolean(),
    /** As code that builds it. */
    model: z.string(),
    judged: count,
    learned: count,
    refused: count,
    metrics: metricValues,
  })
  .openapi('Contestant')
export type ContestantFacts = z.infer<typeof contestant>

/** A model with all that is known of it. */
export const info = /* @__PURE__ */ z
  .object({
    ...summary.shape,
    contestants: z.array(contestant),
    counts: z.object({
      events: count,
      matched: count,
      orphans: count,
      givenUp: count,
      dead: count,
    }),
    positions: z.array(z.object({ partition: z.string(), next: count })),
    /** Bytes of the version's snapshot. */
    bytes: count,
    /** Newer versions that could not be used, and why. */
    damaged: z.array(z.object({ version: count, reason: z.string() })),
  })
  .openapi('ModelInfo')
export type Info = z.infer<typeof info>

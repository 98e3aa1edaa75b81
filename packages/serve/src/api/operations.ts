import { z } from '@hono/zod-openapi'
import { version } from './answers.js'
import { count, metricValues, share } from './values.js'

export const versionInfo = /* @__PURE__ */ z
  .object({
    ...version.shape,
    bytes: count,
    writer: z.string(),
    serving: z.boolean(),
    pinned: z.boolean(),
    newest: z.boolean(),
    /** Why it cannot be served, if it cannot. */
    damaged: z.string().nullable(),
  })
  .openapi('VersionInfo')
export type VersionInfo = z.infer<typeof versionInfo>
export const versions = /* @__PURE__ */ z
  .object({ versions: z.array(versionInfo), following: z.boolean() })
  .openapi('Versions')

/** Which versions answer, each for a share of the requests; what is left goes to the newest. */
export const traffic = /* @__PURE__ */ z
  .object({
    shares: z.array(z.object({ version: count, share })).max(8),
    /** Answers beside, for comparison: nobody gets what it says. */
    shadow: count.nullable(),
  })
  .openapi('Traffic')
export type Traffic = z.infer<typeof traffic>
export const trafficState = /* @__PURE__ */ z
  .object({
    ...traffic.shape,
    arms: z.array(
      z.object({
        version: count,
        role: z.enum(['newest', 'share', 'shadow']),
        predictions: count,
        /** Where its answer was another than the one that was given; of shadows. */
        disagreements: count,
        /** Of events whose label came over HTTP after this arm had answered. */
        metrics: metricValues,
        judged: count,
      }),
    ),
  })
  .openapi('TrafficState')
export type TrafficState = z.infer<typeof trafficState>

export const promotion = /* @__PURE__ */ z
  .object({ contestant: z.string().min(1).max(200) })
  .openapi('Promotion')

export const deadLetters = /* @__PURE__ */ z
  .object({
    total: count,
    /** The last ones, the newest first. */
    letters: z.array(
      z.object({
        partition: z.string(),
        offset: count,
        reason: z.string(),
        /** What came, cut to 2,000 characters. */
        value: z.string(),
      }),
    ),
  })
  .openapi('DeadLetters')
export type DeadLetters = z.infer<typeof deadLetters>

/** RFC 9457, with a request's id; `code` is for programs. */
export const problem = /* @__PURE__ */ z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    /** What is wrong with which of several events. */
    errors: z.array(z.object({ index: count, detail: z.string() })).optional(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof problem>

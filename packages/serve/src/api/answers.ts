import { z } from '@hono/zod-openapi'
import { count, plain } from './values.js'

/** Which state of a model answered. */
export const version = /* @__PURE__ */ z
  .object({
    model: z.string(),
    /** The number of its checkpoint. */
    version: count,
    /** The hash of all that was learned: the same bytes, the same model. */
    sha256: z.string(),
    /** Events learned by then. */
    events: count,
    savedAt: z.iso.datetime(),
  })
  .openapi('Version')
export type Version = z.infer<typeof version>

export const prediction = /* @__PURE__ */ z
  .object({
    id: z.string().nullable(),
    /** A class, a number, a cluster, or null where it has nothing to say yet. */
    prediction: plain,
    /** Of each class, where the model tells. */
    probabilities: z.record(z.string(), z.number()).nullable(),
    version,
  })
  .openapi('Prediction')
export type Prediction = z.infer<typeof prediction>

export const predictions = /* @__PURE__ */ z
  .object({ predictions: z.array(prediction) })
  .openapi('Predictions')

/** What moved a prediction, the strongest first. */
export const explanation = /* @__PURE__ */ z
  .object({
    ...prediction.shape,
    /** What is explained: the probability of `label`, a number, or a sum before its link. */
    kind: z.enum(['probability', 'number', 'score', 'distance']),
    label: plain,
    /** What would be said of no event in particular; with all contributions it gives `total`. */
    base: z.number(),
    total: z.number(),
    contributions: z.array(
      z.object({ feature: z.string(), value: plain, contribution: z.number() }),
    ),
  })
  .openapi('Explanation')
export type Explanation = z.infer<typeof explanation>

/** What became of what was to be learned. It is learned from the log, in its order. */
export const receipt = /* @__PURE__ */ z
  .object({
    queued: z.array(
      z.object({
        id: z.string().nullable(),
        kind: z.enum(['event', 'label']),
        /** Where it stands in the log; null where its broker does not tell. */
        partition: z.string().nullable(),
        offset: count.nullable(),
        /** True if a request with the same idempotency key brought it before. */
        repeated: z.boolean(),
      }),
    ),
  })
  .openapi('Receipt')
export type Receipt = z.infer<typeof receipt>

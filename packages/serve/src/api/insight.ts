import { z } from '@hono/zod-openapi'
import { version } from './answers.js'
import { summary } from './models.js'
import { count, metricValues, plain } from './values.js'

/** Of the champion: what it gets wrong. */
export const report = /* @__PURE__ */ z
  .object({
    task: summary.shape.task,
    version,
    /** Where classes are predicted: rows are the truth, columns what was said. */
    confusion: z
      .object({ labels: z.array(z.string()), matrix: z.array(z.array(z.number())) })
      .nullable(),
    classes: z
      .array(
        z.object({
          label: z.string(),
          precision: z.number(),
          recall: z.number(),
          f1: z.number(),
          support: z.number(),
        }),
      )
      .nullable(),
    /** Where numbers are predicted: how far off the last ones were (truth - prediction). */
    errors: z.object({ edges: z.array(z.number()), counts: z.array(z.number()) }).nullable(),
    /** As text, as scikit-learn prints it. */
    text: z.string().nullable(),
    metrics: metricValues,
  })
  .openapi('Report')
export type Report = z.infer<typeof report>

export const clusters = /* @__PURE__ */ z
  .object({
    version,
    clusters: z.array(
      z.object({
        id: z.number(),
        /** Events put there among the last `of`. */
        count,
        /** Where its centre is, as the clusterer sees events: after the steps before it. */
        centre: z.record(z.string(), z.number()),
        /** Mean of each number, and counts of each text, of the events put there lately. */
        profile: z.record(z.string(), z.union([z.number(), z.record(z.string(), count), z.null()])),
      }),
    ),
    of: count,
    /** The last events, put on a plane; `explained` is the share of their spread that it shows. */
    map: z.object({
      axes: z.tuple([z.string(), z.string()]),
      explained: z.number(),
      points: z.array(z.object({ x: z.number(), y: z.number(), cluster: z.number() })),
      centres: z.array(z.object({ x: z.number(), y: z.number(), cluster: z.number() })),
    }),
  })
  .openapi('Clusters')
export type Clusters = z.infer<typeof clusters>

export const importances = /* @__PURE__ */ z
  .object({
    version,
    /** The largest first; they add up to 1 unless all are 0. Null where the model has none. */
    importances: z.array(z.object({ feature: z.string(), importance: z.number() })).nullable(),
  })
  .openapi('Importances')
export type Importances = z.infer<typeof importances>

/** Which number stands for which category, of each encoder of the model. */
export const encoders = /* @__PURE__ */ z
  .object({
    version,
    encoders: z.array(
      z.object({
        encoder: z.string(),
        codes: z.record(z.string(), z.array(z.object({ category: plain, code: z.number() }))),
      }),
    ),
  })
  .openapi('Encoders')

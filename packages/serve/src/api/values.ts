import { z } from '@hono/zod-openapi'

/** A whole number that counts something. */
export const count = /* @__PURE__ */ z.int().nonnegative()

export const share = /* @__PURE__ */ z.number().min(0).max(1)

/** A number, or null where there is none yet: JSON knows no NaN. */
export const value = /* @__PURE__ */ z.number().nullable()

/** Of metrics, by their names. */
export const metricValues = /* @__PURE__ */ z.record(z.string(), value)

/** A label, or a feature's value. */
export const plain = /* @__PURE__ */ z.union([z.string(), z.number(), z.boolean(), z.null()])

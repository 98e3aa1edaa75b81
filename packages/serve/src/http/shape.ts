import type { z } from '@hono/zod-openapi'
import { Refused } from './problem.js'

/** What the shape makes of what came; refuses what it is not. */
export function checkShape<Value>(shape: z.ZodType<Value>, given: unknown): Value {
  const found = shape.safeParse(given)
  if (found.success) return found.data
  const told = found.error.issues.slice(0, 5).map(({ path, message }) => {
    const where = path.map(String).join('.').slice(0, 100)
    return where === '' ? message : `${where}: ${message}`
  })
  throw new Refused('unusable', told.join('; '))
}

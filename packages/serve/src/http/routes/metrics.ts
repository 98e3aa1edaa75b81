import { z } from '@hono/zod-openapi'
import { type Endpoint, endpoint } from '../endpoint.js'
import type { Parts } from '../parts.js'
import { send } from '../reply.js'

export function metricsRoutes({ scrape }: Parts): Endpoint[] {
  const spec = {
    method: 'get',
    path: '/metrics',
    access: 'read',
    tag: 'Operations',
    summary: 'What Prometheus scrapes',
    result: z.string(),
    as: 'text/plain',
  } as const
  return [
    endpoint(spec, async (c) => {
      const [text, type] = await scrape()
      return send(c, 200, text, { 'content-type': type })
    }),
  ]
}

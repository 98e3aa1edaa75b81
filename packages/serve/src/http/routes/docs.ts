import { z } from '@hono/zod-openapi'
import type { Ctx } from '../call.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { docsPolicy, type OpenApi, renderDocs } from '../pages/docs.js'
import { sendCached } from '../reply.js'

/** The contract, for programs and for people: made from the routes when it is first asked for. */
export function docsRoutes(document: () => object): Endpoint[] {
  const common = { method: 'get', access: 'read', tag: 'Operations' } as const
  let json: string | undefined
  let html: string | undefined
  const answerJson = (c: Ctx) => {
    json ??= JSON.stringify(document())
    return sendCached(c, json)
  }
  const answerHtml = (c: Ctx) => {
    html ??= renderDocs(document() as OpenApi)
    return sendCached(c, html, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': docsPolicy(),
    })
  }
  const result = z.record(z.string(), z.unknown())
  return [
    endpoint(
      { ...common, path: '/openapi.json', summary: 'This, as OpenAPI 3.1', result },
      answerJson,
    ),
    endpoint(
      { ...common, path: '/docs', summary: 'This, as a page', result: z.string(), as: 'text/html' },
      answerHtml,
    ),
  ]
}

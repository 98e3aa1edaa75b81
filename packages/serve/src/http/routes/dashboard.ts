import type { Ctx } from '../call.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import type { Page } from '../pages/files.js'
import type { Parts } from '../parts.js'
import { send } from '../reply.js'

/** Scripts and styles of our own files only; it speaks to this server and is shown in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Each file has a route of its own. The page is public; the data it shows is not. */
export function dashboardRoutes({ pages }: Parts): Endpoint[] {
  return pages.map((page) => {
    const common = { method: 'get', access: 'public', tag: 'Dashboard', isHidden: true } as const
    const spec = { ...common, path: page.path, summary: 'The dashboard' }
    return endpoint(spec, (c) => answer(c, page))
  })
}

function answer(c: Ctx, { type, etag, bytes, zipped, isImmutable }: Page): Response {
  const { headers } = c.env.incoming
  const more: Record<string, string> = {
    'content-type': type,
    'content-security-policy': POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
  }
  if (headers['if-none-match'] === etag) return send(c, 304, null, more)
  const encodings = headers['accept-encoding']
  if (zipped === null || typeof encodings !== 'string' || !/\bgzip\b/.test(encodings)) {
    return send(c, 200, bytes, more)
  }
  return send(c, 200, zipped, { ...more, 'content-encoding': 'gzip' })
}

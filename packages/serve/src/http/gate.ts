import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Keyring } from './access/keyring.js'
import { authorise } from './access/roles.js'
import type { AppEnv, Ctx } from './call.js'
import type { Endpoint } from './endpoint.js'
import { answerFailure } from './failure.js'
import { Refused } from './problem.js'
import { kindOfBody } from './read-events.js'
import { type Log, Sparing } from './telemetry/log.js'
import type { RequestMetrics } from './telemetry/requests.js'

export interface Gate {
  readonly keyring: Keyring
  /** By the function that answers: what is not in it is for nobody. */
  readonly endpoints: ReadonlyMap<unknown, Endpoint>
  readonly metrics: RequestMetrics
  readonly log: Log | undefined
}

/**
 * Stands before all routes, unknown ones included: nothing is looked at before it is clear who asks
 * and whether they may. Counts what was asked when it is answered.
 */
export function gate({ keyring, endpoints, metrics, log }: Gate): MiddlewareHandler<AppEnv> {
  const tell = teller(log)
  return async (c, next) => {
    const { call, incoming } = c.env
    const endpoint = endpoints.get(matchedRoutes(c).at(-1)?.handler)
    call.route = endpoint?.spec.path ?? 'unknown'
    let refused: Response | undefined
    metrics.inProgress++
    try {
      const access = endpoint?.spec.access ?? 'any'
      call.identity = authorise(keyring, access, incoming.headers.authorization)
      if (incoming.method !== 'GET' && incoming.method !== 'HEAD') checkIntent(c)
      await next()
    } catch (error) {
      refused = answerFailure(c, error, log)
    }
    metrics.inProgress--
    metrics.count(call, c.req.method, performance.now())
    tell?.(c, endpoint?.spec.access === 'admin' && incoming.method !== 'GET')
    return refused
  }
}

/**
 * A form, or a script of another site, can post; but it can neither say that it sends JSON nor add
 * a header without asking first, and the answer to that is no.
 */
function checkIntent(c: Ctx): void {
  const { headers } = c.env.incoming
  if (headers['content-type'] !== undefined) kindOfBody(c)
  else if (headers['x-coelho'] === undefined && headers.authorization === undefined) {
    throw new Refused('no-intent', 'Send the header `X-Coelho: 1`, or a body of JSON.')
  }
}

const REFUSALS_A_SECOND = 10

/** Tells who changed what, or tried to; who was refused; at the level `debug`, everything. */
function teller(log: Log | undefined): ((c: Ctx, isChange: boolean) => void) | undefined {
  if (!log) return undefined
  const sparing = new Sparing(REFUSALS_A_SECOND)
  const tellsAll = log.isLevelEnabled('debug')
  return (c, isChange) => {
    const { id, status, identity, begun } = c.env.call
    const isRefusal = status === 401 || status === 403
    if (!isChange && !isRefusal && !tellsAll) return
    const who = identity?.name ?? 'anybody'
    const facts = { request: id, method: c.req.method, path: c.req.path, status, who }
    if (isChange) return log.info(facts, 'change')
    if (!isRefusal) return log.debug({ ...facts, ms: performance.now() - begun }, 'answered')
    const leftOut = sparing.admit(performance.now())
    if (leftOut !== null) log.warn({ ...facts, leftOut }, 'refused')
  }
}

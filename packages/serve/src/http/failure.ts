import { ServeError } from '../api/served.js'
import type { Ctx } from './call.js'
import { Gone } from './limits/body.js'
import { codeOf, Refused } from './problem.js'
import { send, sendProblem } from './reply.js'
import type { Log } from './telemetry/log.js'

/** nginx's number for it: nobody reads this answer, it is only counted. */
const CLIENT_GONE = 499
const LONGEST = 2000

/** Answers for what was thrown. Of what nobody thought of only the log tells more. */
export function answerFailure(c: Ctx, error: unknown, log: Log | undefined): Response {
  const { call, incoming } = c.env
  // What is still to come of it is not read, not even to be thrown away.
  if (!incoming.complete) call.isLast = true
  if (error instanceof Refused) {
    const { headers, errors, isLast } = error.extras
    if (isLast) call.isLast = true
    return sendProblem(c, error.code, error.message, headers, errors)
  }
  if (error instanceof ServeError) {
    return sendProblem(c, codeOf[error.refusal], error.message.slice(0, LONGEST))
  }
  if (error instanceof Gone) return send(c, CLIENT_GONE, null)
  log?.error({ request: call.id, route: call.route, err: error }, 'failed')
  return sendProblem(c, 'internal', `The log tells more of request ${call.id}.`)
}

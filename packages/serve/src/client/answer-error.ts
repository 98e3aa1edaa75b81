import type { Problem } from '../api/shapes.js'

/**
 * What a server answered instead of what was asked for: `code` is for programs, the message for
 * people. `status` is 0 where there was no answer at all.
 *
 * @example
 * const error = new AnswerError({ status: 404, code: 'not-found', detail: 'There is no model.' })
 * error.message // => 'There is no model.'
 * error.code // => 'not-found'
 */
export class AnswerError extends Error {
  override readonly name: string = 'AnswerError'
  readonly status: number
  readonly code: string
  /** By it the server's log tells more. */
  readonly requestId: string | undefined
  /** What is wrong with which of several events. */
  readonly errors: Problem['errors']
  /** Milliseconds after which it is worth to ask again, if the server told. */
  readonly retryAfterMs: number | undefined

  constructor(problem: Partial<Problem>, retryAfterMs?: number) {
    super(problem.detail ?? problem.title ?? `The server answered ${problem.status}.`)
    this.status = problem.status ?? 0
    this.code = problem.code ?? 'unknown'
    this.requestId = problem.requestId
    this.errors = problem.errors
    this.retryAfterMs = retryAfterMs
  }
}

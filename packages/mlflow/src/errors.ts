import { CoelhoError } from '@coelho/core'

/** What MLflow is not likely to say by itself: no answer came, or one that is none of MLflow's. */
export type OwnCode = 'NO_ANSWER' | 'NOT_MLFLOW'

/**
 * A request to MLflow that failed. `code` is MLflow's own, such as `RESOURCE_DOES_NOT_EXIST`, or
 * `NO_ANSWER` and `NOT_MLFLOW`; `status` is the answer's, 0 where none came.
 *
 * @example
 * const gone = new MlflowError('get a run', 'RESOURCE_DOES_NOT_EXIST', 'Run 7 not found', 404)
 * gone.text // => 'Run 7 not found'
 */
export class MlflowError extends CoelhoError {
  readonly code: string
  readonly status: number
  /** What MLflow says. */
  readonly text: string
  /** Whether it may have been carried out all the same: its answer was lost. */
  readonly mayBeDone: boolean

  constructor(doing: string, code: string, text: string, status = 0, mayBeDone = false) {
    const how = status === 0 ? code : `${code}, HTTP ${status}`
    const expected = `could not ${doing}: ${text.replace(/\.$/, '')} (${how})`
    super(`MLflow: ${expected}.`, { who: 'MLflow', expected })
    this.code = code
    this.status = status
    this.text = text
    this.mayBeDone = mayBeDone
  }

  /** It may do better when it is tried again later: the server is away, busy or broken. */
  get isPassing(): boolean {
    return this.code === 'NO_ANSWER' || PASSING_STATUS.includes(this.status)
  }
}

/** Time-outs, overload, and what servers and proxies answer while they are restarted. */
export const PASSING_STATUS: readonly number[] = /* @__PURE__ */ Object.freeze([
  408, 425, 429, 500, 502, 503, 504,
])

/** What MLflow calls a thing that is not there, and one that is there already. */
export const MISSING = 'RESOURCE_DOES_NOT_EXIST'
export const EXISTS = 'RESOURCE_ALREADY_EXISTS'

/** The answer to `work`, or `undefined` where MLflow says that there is no such thing. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof MlflowError && error.code === MISSING) return undefined
    throw error
  }
}

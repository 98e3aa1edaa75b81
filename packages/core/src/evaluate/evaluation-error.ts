import { CoelhoError } from '../errors.js'

/**
 * An evaluation that could not go on: a model or a metric threw. `cause` is what it threw, `event`
 * the number of the event, counted from 1.
 *
 * @example
 * const dataset = [[{ a: 1 }, 'x'], [{ a: 'text' }, 'y']] as const
 * const model = new naiveBayes.GaussianNB()
 * const metric = new metrics.Accuracy()
 * evaluate.progressiveValScore({ dataset, model, metric }) // => throws EvaluationError
 */
export class EvaluationError extends CoelhoError {
  readonly event: number
  /** The name of the model, where several are compared. */
  readonly model: string | undefined

  constructor(event: EventNumbers, failure: string, cause: unknown, model?: string) {
    const [first, last] = typeof event === 'number' ? [event, event] : event
    const which = first === last ? `event ${first}` : `events ${first} to ${last}`
    const by = model === undefined ? '' : ` by ${JSON.stringify(model)}`
    const expected = `${which} could not be ${failure}${by}`
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`evaluate: ${expected}: ${reason}`, { who: 'evaluate', expected })
    this.event = first
    this.model = model
    this.cause = cause
  }
}

/** The number of an event, or the first and the last of several. */
export type EventNumbers = number | readonly [first: number, last: number]

import type { CheckEvent } from './failure.js'
import type { Subject } from './subject.js'

/** One clause of the contract. */
export interface Check {
  /** In kebab case: `predicting-changes-nothing`. */
  readonly name: string
  /** The same as a sentence a person would read. */
  readonly claim: string
  /** Whether a model owes it; every model does unless told. */
  readonly appliesTo?: (subject: Subject) => boolean
  /** Throws if the model breaks it while it learns these events. */
  readonly run: (subject: Subject, events: readonly CheckEvent[]) => void
}

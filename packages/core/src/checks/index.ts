export { checkEstimator, failures, iterChecks, list, type NamedCheck } from './check-estimator.js'
export { type CheckEvent, CheckFailedError, type Fault } from './failure.js'
export { type Kind, kindOf } from './kind.js'
export type { CheckOptions } from './subject.js'

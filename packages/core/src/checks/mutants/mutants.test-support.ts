import { ANSWER_MUTANTS } from './answer-mutants.test-support.js'
import { CONSTRUCTION_MUTANTS } from './construction-mutants.test-support.js'
import { EVENT_MUTANTS } from './event-mutants.test-support.js'
import type { Mutant } from './mutant.test-support.js'
import { REFUSAL_MUTANTS } from './refusal-mutants.test-support.js'
import { STATE_MUTANTS } from './state-mutants.test-support.js'

/** All of them: every check has at least one that it must catch. */
export const MUTANTS: readonly Mutant[] = [
  ...CONSTRUCTION_MUTANTS,
  ...STATE_MUTANTS,
  ...ANSWER_MUTANTS,
  ...EVENT_MUTANTS,
  ...REFUSAL_MUTANTS,
]

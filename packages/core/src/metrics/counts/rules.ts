import type { Rule } from '../../options/rules.js'

/** A confusion matrix to share; by default each metric has one of its own. */
export const CM: Rule = { kind: 'object', default: null, nullable: true }
/** Any label: a matter of the class, since no kind of rule is one. */
export const POS_VAL: Rule = { kind: 'any', default: true }
export const BETA: Rule = { kind: 'number', atLeast: 0 }

export { AMRules, type AMRulesOptions } from './amrules.js'
export type { RulePrediction } from './rule-set.js'

export type { ArmId } from './arm-table.js'
export type { ArmSummary } from './arms.js'
export { BayesUCB } from './bayes-ucb.js'
export { ContextualPolicy } from './contextual-policy.js'
export { EpsilonGreedy, type EpsilonGreedyOptions } from './epsilon-greedy.js'
export {
  type EvaluateOfflineOptions,
  evaluateOffline,
  type LoggedPull,
} from './evaluate-offline.js'
export { Exp3, type Exp3Options } from './exp3.js'
export { LinUCBDisjoint, type LinUCBDisjointOptions } from './lin-ucb.js'
export { Policy, type PolicyOptions, type PolicySummary, type ScalingOptions } from './policy.js'
export { RandomPolicy } from './random.js'
export type { Reward } from './reward.js'
export type { TargetTransform } from './reward-scaler.js'
export { ThompsonSampling, type ThompsonSamplingOptions } from './thompson.js'
export { UCB, type UCBOptions } from './ucb.js'

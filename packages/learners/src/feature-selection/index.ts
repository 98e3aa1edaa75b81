export { PoissonInclusion, type PoissonInclusionOptions } from './poisson-inclusion.js'
export { SelectKBest, type SelectKBestOptions } from './select-k-best.js'
export { VarianceThreshold, type VarianceThresholdOptions } from './variance-threshold.js'

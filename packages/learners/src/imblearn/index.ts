export { ChebyshevOverSampler, type ChebyshevOverSamplerOptions } from './chebyshev-over-sampler.js'
export {
  ChebyshevUnderSampler,
  type ChebyshevUnderSamplerOptions,
} from './chebyshev-under-sampler.js'
export type { ClassLoss, TwoClassLoss } from './class-pupils.js'
export type { DesiredDist } from './desired.js'
export type { HardSamplingOptions } from './hard-buffer.js'
export {
  HardSamplingClassifier,
  type HardSamplingClassifierOptions,
} from './hard-sampling-classifier.js'
export {
  HardSamplingRegressor,
  type HardSamplingRegressorOptions,
  type NumberLoss,
} from './hard-sampling-regressor.js'
export { RandomOverSampler, type RandomOverSamplerOptions } from './random-over-sampler.js'
export { RandomSampler, type RandomSamplerOptions } from './random-sampler.js'
export { RandomUnderSampler, type RandomUnderSamplerOptions } from './random-under-sampler.js'
export type { SamplerOptions } from './sampler-options.js'

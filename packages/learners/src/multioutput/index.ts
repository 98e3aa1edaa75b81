export { ClassifierChain, type ClassifierChainOptions } from './classifier-chain.js'
export {
  MonteCarloClassifierChain,
  type MonteCarloClassifierChainOptions,
} from './monte-carlo-classifier-chain.js'
export { MultiClassEncoder, type MultiClassEncoderOptions } from './multi-class-encoder.js'
export { PerOutputClassifier, type PerOutputClassifierOptions } from './per-output-classifier.js'
export { PerOutputRegressor, type PerOutputRegressorOptions } from './per-output-regressor.js'
export {
  ProbabilisticClassifierChain,
  type ProbabilisticClassifierChainOptions,
} from './probabilistic-classifier-chain.js'
export { RegressorChain, type RegressorChainOptions } from './regressor-chain.js'

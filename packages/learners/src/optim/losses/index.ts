export { Absolute } from './absolute.js'
export { BinaryFocalLoss, type BinaryFocalLossOptions } from './binary-focal-loss.js'
export { BinaryLoss } from './binary-loss.js'
export { Cauchy, type CauchyOptions } from './cauchy.js'
export { CrossEntropy, type CrossEntropyOptions } from './cross-entropy.js'
export {
  EpsilonInsensitiveHinge,
  type EpsilonInsensitiveHingeOptions,
} from './epsilon-insensitive-hinge.js'
export { Hinge, type HingeOptions } from './hinge.js'
export { Huber, type HuberOptions } from './huber.js'
export { Log, type LogOptions } from './log.js'
export type { Loss } from './loss.js'
export { MultiClassLoss, type Probabilities } from './multi-class-loss.js'
export { Poisson } from './poisson.js'
export { Quantile, type QuantileOptions } from './quantile.js'
export { RegressionLoss } from './regression-loss.js'
export { Squared } from './squared.js'

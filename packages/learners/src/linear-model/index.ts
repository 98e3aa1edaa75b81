export { AdPredictor, type AdPredictorOptions } from './ad-predictor.js'
export { ALMAClassifier, type ALMAClassifierOptions } from './alma.js'
export {
  BayesianLinearRegression,
  type BayesianLinearRegressionOptions,
  type DistributionOptions,
} from './bayesian.js'
export type { DebugOptions, FeatureContributions } from './contributions.js'
export type { GlmSummary } from './glm.js'
export { LinearRegression, type LinearRegressionOptions } from './linear-regression.js'
export { LogisticRegression, type LogisticRegressionOptions } from './logistic-regression.js'
export { PAClassifier } from './pa-classifier.js'
export { PARegressor, type PARegressorOptions } from './pa-regressor.js'
export type { PassiveAggressiveOptions } from './passive-aggressive.js'
export { Perceptron, type PerceptronOptions } from './perceptron.js'
export { SoftmaxRegression, type SoftmaxRegressionOptions } from './softmax.js'

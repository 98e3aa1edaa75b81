export { NoChangeClassifier } from './no-change-classifier.js'
export { PriorClassifier } from './prior-classifier.js'
export { StatisticRegressor, type StatisticRegressorOptions } from './statistic-regressor.js'

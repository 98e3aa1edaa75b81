export {
  CalibratedClassifier,
  type CalibratedClassifierOptions,
} from './calibrated-classifier.js'
export type { CalibrationSummary } from './calibration.js'
export { ConformalRegressor, type ConformalRegressorOptions } from './conformal-regressor.js'
export { Interval, type IntervalBounds } from './interval.js'
export { QuantileRegressor, type QuantileRegressorOptions } from './quantile-regressor.js'
export {
  type IntervalOptions,
  RegressionJackknife,
  type RegressionJackknifeOptions,
} from './regression-jackknife.js'

export { Interval, type IntervalBounds } from './interval.js'
export {
  type IntervalOptions,
  RegressionJackknife,
  type RegressionJackknifeOptions,
} from './regression-jackknife.js'

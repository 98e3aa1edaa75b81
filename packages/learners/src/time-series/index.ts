export {
  evaluate,
  type ForecastingMetric,
  type ForecastOptions,
  type ForecastStep,
  HorizonAggMetric,
  type HorizonAggMetricOptions,
  HorizonMetric,
  type HorizonMetricOptions,
  iterEvaluate,
  type SeriesEvent,
} from '@coelho/core/evaluate'
export { HoltWinters, type HoltWintersOptions } from './holt-winters.js'
export { type SeriesRegressor, SNARIMAX, type SNARIMAXOptions } from './snarimax.js'

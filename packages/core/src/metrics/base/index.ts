export { RollingArea } from '../auc/rolling-area.js'
export { ClassificationMetric, type ClassificationOptions } from './classification-metric.js'
export { MeanMetric } from './mean-metric.js'
export { type GivenMember, type Member, Metrics } from './metrics.js'

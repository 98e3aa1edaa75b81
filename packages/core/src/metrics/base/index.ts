export { ClassificationMetric, type ClassificationOptions } from './classification-metric.js'
export { type GivenMember, type Member, Metrics } from './metrics.js'

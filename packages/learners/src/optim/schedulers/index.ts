export { Constant, type ConstantOptions } from './constant.js'
export { InverseScaling, type InverseScalingOptions } from './inverse-scaling.js'
export { Optimal, type OptimalOptions } from './optimal.js'
export { Scheduler } from './scheduler.js'

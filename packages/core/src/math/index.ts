export { exp } from './exp.js'
export { log } from './log.js'
export { logCount, logProduct, sumOfLogs } from './log-sums.js'
export { erf, HALF_LOG_TAU, INVERSE_SQRT_TAU, normalCdf } from './normal.js'

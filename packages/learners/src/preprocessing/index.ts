export {
  AdaptiveStandardScaler,
  type AdaptiveStandardScalerOptions,
} from './adaptive-standard-scaler.js'
export { StandardScaler, type StandardScalerOptions } from './standard-scaler.js'

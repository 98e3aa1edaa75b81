export {
  type Distance,
  type DistanceFunction,
  Minkowski,
  type MinkowskiOptions,
} from './distance.js'
export { KNNClassifier, type KNNClassifierOptions } from './knn-classifier.js'
export type { KNNOptions } from './knn-options.js'
export { KNNRegressor, type KNNRegressorOptions } from './knn-regressor.js'
export { LazySearch, type LazySearchOptions, type LazyUpdateOptions } from './lazy-search.js'
export { SearchEngine, type SearchEngineOptions, type SearchResult } from './search-engine.js'
export { SWINN, type SWINNOptions } from './swinn.js'

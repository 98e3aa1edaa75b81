export type { ValuePrediction } from './grow/value-tree.js'
export {
  HoeffdingTreeClassifier,
  type HoeffdingTreeClassifierOptions,
} from './hoeffding-tree-classifier.js'
export {
  HoeffdingTreeRegressor,
  type HoeffdingTreeRegressorOptions,
} from './hoeffding-tree-regressor.js'
export type { ColumnSummary } from './leaf/numeric-table.js'
export type { LeafPrediction } from './leaf/predict-class.js'
export type { TreeSummary } from './show/summary.js'
export * as splitter from './splitter/index.js'

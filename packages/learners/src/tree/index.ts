export type { AdaptiveTreeSummary } from './adaptive-tree-options.js'
export {
  type ExplainedStep,
  type ExplainedTree,
  type ExplainOptions,
  type Explanation,
  type ForestExplanation,
  LEAF_MODEL,
  type OfLabel,
  type TreeExplanation,
} from './explain/explanation.js'
export {
  ExtremelyFastDecisionTreeClassifier,
  type ExtremelyFastDecisionTreeClassifierOptions,
} from './extremely-fast-decision-tree-classifier.js'
export type { GradientTreeSummary } from './gradient/options.js'
export type { ValuePrediction } from './grow/value-tree.js'
export {
  HoeffdingAdaptiveTreeClassifier,
  type HoeffdingAdaptiveTreeClassifierOptions,
} from './hoeffding-adaptive-tree-classifier.js'
export {
  HoeffdingAdaptiveTreeRegressor,
  type HoeffdingAdaptiveTreeRegressorOptions,
} from './hoeffding-adaptive-tree-regressor.js'
export {
  HoeffdingTreeClassifier,
  type HoeffdingTreeClassifierOptions,
} from './hoeffding-tree-classifier.js'
export {
  HoeffdingTreeRegressor,
  type HoeffdingTreeRegressorOptions,
} from './hoeffding-tree-regressor.js'
export {
  ISOUPTreeRegressor,
  type ISOUPTreeRegressorOptions,
} from './isoup-tree-regressor.js'
export { LASTClassifier, type LASTClassifierOptions } from './last-classifier.js'
export type { ColumnSummary } from './leaf/numeric-table.js'
export type { LeafPrediction } from './leaf/predict-class.js'
export * as mondrian from './mondrian/index.js'
export { SGTClassifier, type SGTClassifierOptions } from './sgt-classifier.js'
export { SGTRegressor, type SGTRegressorOptions } from './sgt-regressor.js'
export type { TreeSummary } from './show/summary.js'
export * as splitter from './splitter/index.js'

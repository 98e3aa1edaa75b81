export {
  MondrianTreeClassifier,
  type MondrianTreeClassifierOptions,
} from './mondrian-tree-classifier.js'
export {
  MondrianTreeRegressor,
  type MondrianTreeRegressorOptions,
} from './mondrian-tree-regressor.js'
export type { MondrianSummary } from './summary.js'

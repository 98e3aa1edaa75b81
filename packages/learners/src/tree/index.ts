export {
  HoeffdingTreeClassifier,
  type HoeffdingTreeClassifierOptions,
} from './hoeffding-tree-classifier.js'
export type { TreeSummary } from './show/summary.js'
export * as splitter from './splitter/index.js'

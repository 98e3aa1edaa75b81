export { Discard, type DiscardOptions } from './discard.js'
export { FuncTransformer, type FuncTransformerOptions } from './func-transformer.js'
export { Grouper, type GrouperOptions } from './grouper.js'
export { learnDuringPredict } from './learn-during-predict.js'
export { pipe } from './pipe.js'
export { Pipeline, type PipelineClass } from './pipeline.js'
export type {
  DebugOptions,
  EstimatorOf,
  LastOf,
  NamedStep,
  PipelineBase,
  PipelineEvent,
  Step,
  TransformerStep,
  TransformFunction,
} from './pipeline-types.js'
export { Prefixer, type PrefixerOptions } from './prefixer.js'
export { Renamer, type RenamerOptions } from './renamer.js'
export { Select, type SelectOptions } from './select.js'
export { SelectType, type SelectTypeOptions, type ValueType } from './select-type.js'
export { Suffixer, type SuffixerOptions } from './suffixer.js'
export {
  TargetTransformRegressor,
  type TargetTransformRegressorOptions,
} from './target-transform-regressor.js'
export { TransformerProduct } from './transformer-product.js'
export { TransformerUnion } from './transformer-union.js'

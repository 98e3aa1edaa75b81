import type { EstimatorLike } from '../base/estimator-like.js'
import { Pipeline as PipelineOfSteps } from './pipeline-of-steps.js'
import type {
  LastOf,
  NamedStep,
  PipelineBase,
  Pipeline as PipelineOf,
  Step,
} from './pipeline-types.js'

/** What a pipeline can do, by the last of the steps it is given. */
export interface PipelineClass {
  new <const Steps extends readonly (Step | NamedStep)[]>(
    ...steps: Steps
  ): PipelineOf<LastOf<Steps>>
  readonly id: string
  readonly state: readonly string[]
  readonly prototype: PipelineBase
}

/**
 * Steps one behind the other: each transformer hands its events on, the last step learns from
 * them. An event is read once, and rows of numbers go from step to step.
 *
 * What needs no target learns from an event before it transforms it, a transformer that needs
 * the target afterwards; predicting changes nothing. The pipeline can do what its last step can.
 * A function stands for a `FuncTransformer`, a list of transformers for a `TransformerUnion`.
 *
 * @example
 * const scaler = new preprocessing.StandardScaler()
 * const model = new compose.Pipeline(scaler, new naiveBayes.GaussianNB())
 * model.learnOne({ height: 110 }, 'child')
 * model.learnOne({ height: 175 }, 'adult')
 * model.predictOne({ height: 112 }) // => 'child'
 */
export const Pipeline: PipelineClass = PipelineOfSteps as never
/** The type of a pipeline, by that of its last step. */
export type Pipeline<Last extends EstimatorLike = EstimatorLike> = PipelineOf<Last>

import { Pipeline } from './pipeline.js'
import type { LastOf, NamedStep, Pipeline as PipelineOf, Step } from './pipeline-types.js'

/**
 * A pipeline of these steps: the same as `new compose.Pipeline(...)`.
 *
 * @example
 * const model = compose.pipe(new preprocessing.StandardScaler(), new naiveBayes.GaussianNB())
 * model.learnOne({ height: 110 }, 'child')
 * model.predictOne({ height: 112 }) // => 'child'
 */
export function pipe<const Steps extends readonly (Step | NamedStep)[]>(
  ...steps: Steps
): PipelineOf<LastOf<Steps>> {
  return new Pipeline(...steps) as PipelineOf<LastOf<Steps>>
}

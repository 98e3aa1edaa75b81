import { InvalidInputError } from '../errors.js'
import { Pipeline as PipelineOfSteps } from './pipeline-of-steps.js'
import type { PipelineBase } from './pipeline-types.js'

/**
 * The same pipeline, in which the steps that need no target learn when it predicts, and no more
 * when it learns: an event whose label is late still tells of what is usual.
 *
 * Both have the same steps. There is no switch that something else could find turned on: what is
 * called on the one learns when it predicts, what is called on the other does not, in whatever
 * order, also when promises take turns. Saved or cloned, it stays what it is.
 *
 * In River the steps of a pipeline within a union learn twice then; here they learn once.
 *
 * @example
 * const scaler = new preprocessing.StandardScaler()
 * const model = new compose.Pipeline(scaler, new naiveBayes.GaussianNB())
 * const early = compose.learnDuringPredict(model)
 * early.predictOne({ height: 110 })
 * scaler.means.get('height') // => 110
 */
export function learnDuringPredict<Model extends PipelineBase>(model: Model): Model {
  if (model instanceof PipelineOfSteps) {
    return PipelineOfSteps.eagerOn(model) as unknown as Model
  }
  throw new InvalidInputError('learnDuringPredict', 'only a pipeline can do so', model)
}

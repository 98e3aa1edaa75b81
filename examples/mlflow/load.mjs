// Loads the champion from the registry, and judges it by payments that it has never seen.
//
//   MLFLOW_TRACKING_URI=http://localhost:5000 node examples/mlflow/load.mjs
import { metrics } from '@coelho/learners'
import { loadModel } from '@coelho/mlflow'
import { cards } from '@coelho/runtime/generator'
import { payments } from './project.mjs'

const { NAME = payments.name } = process.env
const model = await loadModel(`models:/${NAME}@champion`)

const auc = new metrics.ROCAUC({ posVal: 1 })
for (const { value, time } of cards({ seed: 'another bank', count: 5000 })) {
  const { x, y } = payments.parse(new TextEncoder().encode(value), time)
  auc.update(y, model.predictProbaOne(x))
}
console.log(`models:/${NAME}@champion is ${model.constructor.name}`)
console.log(`on 5000 payments of another bank: ROC AUC ${auc.get().toFixed(3)}`)

import { compose, Frame, preprocessing } from '@coelho/learners'
import { orders } from '../data.mjs'

function model() {
  const { Select, TransformerUnion } = compose
  return new TransformerUnion(
    compose.pipe(new Select('amount', 'items'), new preprocessing.StandardScaler()),
    compose.pipe(new Select('shop', 'country'), new preprocessing.OneHotEncoder()),
  )
}

export const pipelines = {
  'pipeline on objects': (count) => {
    const events = orders(count)
    const steps = model()
    return () => {
      let value = 0
      for (const x of events) {
        steps.learnOne(x)
        value += steps.transformOne(x).amount
      }
      return { value }
    }
  },
  /** All is learned before it is transformed: other values than one by one. */
  'pipeline on frames': (count) => {
    const frame = Frame.fromRows(orders(count))
    const steps = model()
    return () => {
      steps.learnMany(frame)
      steps.transformMany(frame)
      return { value: null }
    }
  },
}

import { compose, featureExtraction, linearModel, optim, Schema } from '@coelho/learners'

/** Words and pairs of words; 5,000 of them, or all there are, as River keeps them. */
export const models = {
  bounded: () => classifier({ maxFeatures: 5000, minTexts: 3 }, {}),
  unbounded: () => classifier({}, { maxFeatures: 2 ** 20 }),
}

function classifier(bound, limits) {
  const model = new linearModel.SoftmaxRegression({
    optimizer: new optim.SGD({ lr: 2 }),
    l2: 0,
    schema: new Schema(limits),
  })
  const schema = new Schema(limits)
  return compose.pipe(new featureExtraction.TFIDF({ ngramRange: [1, 2], ...bound, schema }), model)
}

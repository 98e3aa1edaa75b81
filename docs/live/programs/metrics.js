import { Accuracy, CohenKappa, F1, RollingROCAUC } from '@coelho/learners/metrics'
import { GaussianNB } from '@coelho/learners/naive-bayes'
import { Random } from '@coelho/learners/random'
import { Rolling } from '@coelho/learners/utils'
import { chart, everyFrame, figures, slider } from 'live'

const model = new GaussianNB()
const windowSize = 1000
const scores = {
  Accuracy: new Rolling({ cls: Accuracy, windowSize }),
  F1: new Rolling({ cls: F1, windowSize }),
  Kappa: new Rolling({ cls: CohenKappa, windowSize }),
}
const area = new RollingROCAUC({ windowSize })
const random = new Random(11)
const lines = chart({ y: [0, 1], lines: [...Object.keys(scores), 'ROC AUC'] })
let events = 0

/** A payment, and whether it was a fraud. */
function payment() {
  const isFraud = random.random() < slider('share') / 100
  const shift = isFraud ? slider('distance') : 0
  return [{ amount: random.gauss(shift, 1), hour: random.gauss(shift / 2, 1) }, isFraud]
}

everyFrame(() => {
  for (let i = 0; i < slider('events'); i++, events++) {
    const [x, isFraud] = payment()
    const guess = model.predictOne(x)
    if (guess !== undefined) {
      for (const score of Object.values(scores)) score.update(isFraud, guess)
      area.update(isFraud, model.predictProbaOne(x))
    }
    model.learnOne(x, isFraud)
  }
  lines.add(...Object.values(scores).map((score) => score.get()), area.get())
  figures({ Events: events, ...scores, 'ROC AUC': area })
})

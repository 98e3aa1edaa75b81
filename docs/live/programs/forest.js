import { ARFClassifier } from '@coelho/learners/forest'
import { Accuracy } from '@coelho/learners/metrics'
import { Random } from '@coelho/learners/random'
import { Rolling } from '@coelho/learners/utils'
import { everyFrame, figures, plane, slider } from 'live'

const forest = new ARFClassifier({ nModels: 5, gracePeriod: 20, seed: 7 })
const accuracy = new Rolling({ cls: Accuracy, windowSize: 500 })
const random = new Random(1)
const area = plane({ x: [0, 1], y: [0, 1], dots: 150 })
let events = 0
let turned = 0

/** The truth: on which side of a line that turns a point lies. */
function truth({ x, y }) {
  const angle = (turned * Math.PI) / 180
  return (x - 0.5) * Math.cos(angle) + (y - 0.5) * Math.sin(angle) > 0 ? 'right' : 'left'
}

everyFrame(() => {
  turned += slider('speed') / 50
  for (let i = 0; i < slider('events'); i++, events++) {
    const point = { x: random.random(), y: random.random() }
    const label = truth(point)
    const guess = forest.predictOne(point)
    if (guess !== undefined) accuracy.update(label, guess)
    forest.learnOne(point, label)
    area.dot(point, label)
  }
  area.regions((point) => forest.predictOne(point))
  figures({ Events: events, Accuracy: accuracy, Drifts: forest.nDriftsDetected() })
})

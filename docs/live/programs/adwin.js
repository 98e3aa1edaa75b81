import { ADWIN } from '@coelho/learners/drift'
import { Random } from '@coelho/learners/random'
import { chart, everyFrame, figures, slider } from 'live'

const detector = new ADWIN({ delta: 0.002 })
const random = new Random(5)
const lines = chart({ y: [0, 1], lines: ['.value', 'mean of the window'], length: 600 })
let events = 0
let changes = 0

everyFrame(() => {
  for (let i = 0; i < slider('events'); i++, events++) {
    const value = random.gauss(slider('mean'), slider('noise'))
    detector.update(value)
    lines.add(value, detector.estimation)
    if (detector.driftDetected) {
      changes += 1
      lines.mark(detector.change > 0 ? 'rose' : 'fell')
    }
  }
  figures({
    Events: events,
    Window: detector.width,
    Mean: detector.estimation,
    Changes: changes,
  })
})

import { DBSTREAM } from '@coelho/learners/cluster'
import { Random } from '@coelho/learners/random'
import { everyFrame, figures, plane, slider } from 'live'

const model = new DBSTREAM({
  clusteringThreshold: 0.7,
  fadingFactor: 0.01,
  cleanupInterval: 4,
  intersectionFactor: 0.2,
  minimumWeight: 1.5,
})
const random = new Random(3)
const area = plane({ x: [-6, 6], y: [-4, 4], dots: 250 })
let events = 0
let time = 0

/** Two clouds go round each other, a third one crosses their way. */
function place(cloud) {
  if (cloud === 2) return { x: 5 * Math.sin(time / 3), y: -2.5 }
  const angle = time + cloud * Math.PI
  return { x: 3.5 * Math.cos(angle), y: 1 + 1.8 * Math.sin(angle) }
}

everyFrame(() => {
  time += slider('speed') / 1000
  for (let i = 0; i < slider('events'); i++, events++) {
    const centre = place(events % 3)
    const x = random.gauss(centre.x, slider('spread'))
    const y = random.gauss(centre.y, slider('spread'))
    model.learnOne({ x, y })
    area.dot({ x, y })
  }
  for (const [number, { center }] of model.microClusters) {
    area.ring(center, 0.7, model.microToMacro.get(number))
  }
  figures({ Events: events, Clusters: model.nClusters, Small: model.microClusters.size })
})

import { metrics } from '@coelho/learners'
import { judged, points } from '../data.mjs'

function labels(make) {
  return (count) => {
    const { truths, guesses } = judged(count)
    const metric = make()
    return () => {
      for (let i = 0; i < count; i++) metric.update(truths[i], guesses[i])
      return { value: metric.get() }
    }
  }
}

function probabilities(make, read) {
  return (count) => {
    const { truths, scores } = judged(count)
    const metric = make()
    return () => {
      let value = 0
      for (let i = 0; i < count; i++) {
        metric.update(truths[i], scores[i])
        if (read) value = metric.get()
      }
      return { value: read ? value : metric.get() }
    }
  }
}

export const judging = {
  Accuracy: labels(() => new metrics.Accuracy()),
  F1: labels(() => new metrics.F1()),
  LogLoss: probabilities(() => new metrics.LogLoss(), false),
  'ROCAUC, read each time': probabilities(() => new metrics.ROCAUC({ nThresholds: 50 }), true),
  'RollingROCAUC, read each time': probabilities(
    () => new metrics.RollingROCAUC({ windowSize: 5000 }),
    true,
  ),
  /** The bundle's metrics, updated by each event, read by each hundredth. */
  'fraud bundle': (count) => {
    const { truths, scores, guesses } = judged(count)
    const bundle = metrics.bundle('classification')
    return () => {
      for (let i = 0; i < count; i++) {
        bundle.update(truths[i], { label: guesses[i], probabilities: scores[i] })
        if (i % 100 === 99) bundle.get()
      }
      return { value: bundle.at('F1').get() }
    }
  },
  // River's number, the second largest distance, so that the answers agree. Centres come in a Map,
  // as clusterers give them.
  Silhouette: (count) => {
    const { centres: byName, events } = points(count)
    const centres = new Map(Object.values(byName).entries())
    const metric = new metrics.Silhouette({ riverCompatible: true })
    return () => {
      for (let i = 0; i < count; i++) metric.update(events[i], i % 10, centres)
      return { value: metric.get() }
    }
  },
  'Silhouette on arrays': (count) => {
    const { centres, events } = points(count)
    const flat = Float64Array.from(
      Object.values(centres).flatMap((centre) => Object.values(centre)),
    )
    const lists = events.map((event) => Float64Array.from(Object.values(event)))
    const metric = new metrics.Silhouette({ riverCompatible: true })
    return () => {
      for (let i = 0; i < count; i++) metric.update(lists[i], i % 10, flat)
      return { value: metric.get() }
    }
  },
}

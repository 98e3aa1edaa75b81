import { metrics, stats, utils } from '@coelho/learners'
import { pairs, uniform } from '../data.mjs'

function statistic(make) {
  return (count) => {
    const numbers = uniform(count, 1)
    const stat = make()
    return () => {
      for (let i = 0; i < count; i++) stat.update(numbers[i])
      return { value: stat.get() }
    }
  }
}

export const statistics = {
  'stats.Mean': statistic(() => new stats.Mean()),
  'stats.Var': statistic(() => new stats.Var()),
  'stats.Quantile': statistic(() => new stats.Quantile()),
  'rolling mean': statistic(() => new utils.Rolling({ cls: stats.Mean, windowSize: 1000 })),
  'stats.RollingQuantile': statistic(() => new stats.RollingQuantile({ q: 0.5, windowSize: 1000 })),
  'RollingQuantile, read each time': (count) => {
    const numbers = uniform(count, 1)
    const stat = new stats.RollingQuantile({ q: 0.5, windowSize: 1000 })
    return () => {
      let value = 0
      for (let i = 0; i < count; i++) {
        stat.update(numbers[i])
        value += stat.get()
      }
      return { value }
    }
  },
  MAE: (count) => {
    const [truths, guesses] = pairs(count)
    const metric = new metrics.MAE()
    return () => {
      for (let i = 0; i < count; i++) metric.update(truths[i], guesses[i])
      return { value: metric.get() }
    }
  },
  'MAE over 5 minutes': (count) => {
    const [truths, guesses] = pairs(count)
    const times = Float64Array.from({ length: count }, (_, i) => Date.UTC(2026) + 1000 * i)
    const metric = new utils.TimeRolling({ cls: metrics.MAE, period: 5 * 60_000 })
    return () => {
      for (let i = 0; i < count; i++) metric.update(truths[i], guesses[i], { t: times[i] })
      return { value: metric.get() }
    }
  },
}

import { describe, expect, it } from 'vitest'
import * as stats from './index.js'

describe('the name of a statistic', () => {
  it('is River’s, which features made with it are called for', () => {
    const shift = new stats.Shift({ amount: 2 })
    const named: [{ readonly name: string }, string][] = [
      [new stats.Mean(), 'mean'],
      [new stats.SEM(), 'sem'],
      [new stats.AbsMax(), 'absmax'],
      [new stats.Quantile(), 'quantile'],
      [new stats.PeakToPeak(), 'ptp'],
      [new stats.BayesianMean({ prior: 1, priorWeight: 2 }), 'bayes_mean'],
      [new stats.ChiSquared(), 'chi_squared'],
      [new stats.AutoCorr({ lag: 2 }), 'autocorr_2'],
      [new stats.EWMean({ fadingFactor: 0.3 }), 'ewm_0.3'],
      [new stats.EWVar({ fadingFactor: 0.3 }), 'ewv_0.3'],
      [new stats.EWCov({ fadingFactor: 0.4 }), 'ewcov_0.4'],
      [new stats.IQR(), 'IQR_0.25_0.75'],
      [shift, 'shift_2'],
      [new stats.Link({ left: shift, right: new stats.Mean() }), 'mean_of_shift_2'],
      [new stats.RollingMax({ windowSize: 3 }), 'rollingmax_3'],
      [new stats.RollingQuantile({ q: 0.3, windowSize: 3 }), 'rollingquantile_3'],
    ]
    for (const [statistic, name] of named) expect(statistic.name).toBe(name)
  })
})

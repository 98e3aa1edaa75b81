import { compose, stats } from '@coelho/core'
import {
  CalibratedClassifier,
  ConformalRegressor,
  QuantileRegressor,
  RegressionJackknife,
} from '../conf/index.js'
import { StatisticRegressor } from '../dummy/index.js'
import * as facto from '../facto/index.js'
import { LinearRegression, LogisticRegression } from '../linear-model/index.js'
import { BernoulliNB, GaussianNB } from '../naive-bayes/index.js'
import { AdaGrad, Adam, losses } from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import type { Build } from './every-estimator.test-support.js'

const line = () => new compose.Pipeline(new StandardScaler(), new LinearRegression())

const quantile = (alpha: number) => new LinearRegression({ loss: new losses.Quantile({ alpha }) })
const between = () =>
  new QuantileRegressor({ regressor: line(), lower: quantile(0.1), upper: quantile(0.9) })

/** Small steps: the features of the events that checks make up are not scaled. */
const small = { nFactors: 3, seed: 4, clipGradient: 0.01, l2Latent: 0.1 }
const penalised = () => ({
  ...small,
  weightOptimizer: new Adam(),
  latentOptimizer: new AdaGrad({ lr: 0.01 }),
  l1Weight: 0.01,
  l1Latent: 0.01,
  sampleNormalization: true,
})

function machines(make: (options: object) => object): readonly Build[] {
  return [
    { as: 'of small steps', make: () => make(small) },
    { as: 'with penalties and optimizers', make: () => make(penalised()) },
  ]
}

/** How the classes of `conf`, `dummy` and `facto` are built to be checked. */
export const restBuilds: Readonly<Record<string, readonly Build[]>> = {
  'conf.CalibratedClassifier': [
    {
      as: 'of naive Bayes',
      make: () => new CalibratedClassifier({ classifier: new GaussianNB() }),
    },
    {
      as: 'of naive Bayes of counts',
      make: () => new CalibratedClassifier({ classifier: new BernoulliNB(), lr: 0.3 }),
    },
    {
      as: 'of a scaler and a regression',
      make: () =>
        new CalibratedClassifier({
          classifier: new compose.Pipeline(new StandardScaler(), new LogisticRegression()),
        }),
    },
  ],
  'conf.ConformalRegressor': [
    {
      as: 'of a scaler and a regression',
      make: () => new ConformalRegressor({ regressor: line(), gamma: 0 }),
    },
    {
      as: 'of quantiles, over a window',
      make: () => new ConformalRegressor({ regressor: between(), windowSize: 9, gamma: 0.1 }),
    },
  ],
  'conf.QuantileRegressor': [{ as: 'of lines', make: between }],
  'conf.RegressionJackknife': [
    {
      as: 'of a scaler and a regression',
      make: () => new RegressionJackknife({ regressor: line() }),
    },
    {
      as: 'over a window',
      make: () => new RegressionJackknife({ regressor: new LinearRegression(), windowSize: 9 }),
    },
  ],
  'dummy.StatisticRegressor': [
    { as: 'of a mean', make: () => new StatisticRegressor({ statistic: new stats.Mean() }) },
    { as: 'of a variance', make: () => new StatisticRegressor({ statistic: new stats.Var() }) },
  ],
  'facto.FMClassifier': machines((options) => new facto.FMClassifier(options)),
  'facto.FMRegressor': machines((options) => new facto.FMRegressor(options)),
  'facto.FFMClassifier': machines((options) => new facto.FFMClassifier(options)),
  'facto.FFMRegressor': machines((options) => new facto.FFMRegressor(options)),
  'facto.FwFMClassifier': machines((options) => new facto.FwFMClassifier(options)),
  'facto.FwFMRegressor': machines((options) => new facto.FwFMRegressor(options)),
  'facto.HOFMClassifier': machines((options) => new facto.HOFMClassifier(options)),
  'facto.HOFMRegressor': machines((options) => new facto.HOFMRegressor(options)),
}

const pairs = 'it keeps a number for each two features: see its own tests'
const ratings = 'it learns from users and items, not from features: see its own tests'

/** Classes whose events are of a kind that checks cannot make up. */
export const restElsewhere: Readonly<Record<string, string>> = {
  'covariance.EmpiricalCovariance': pairs,
  'covariance.EmpiricalPrecision': pairs,
  'covariance.EwaCovariance': pairs,
  'covariance.EwaPrecision': pairs,
  'covariance.LedoitWolfCovariance': pairs,
  'covariance.OASCovariance': pairs,
  'covariance.ShrunkCovariance': pairs,
  'misc.SDFT': 'its answer is a list of complex numbers: see its own tests',
  'misc.Skyline': 'it takes events and answers with some of them: see its own tests',
  'reco.Baseline': ratings,
  'reco.BiasedMF': ratings,
  'reco.FunkMF': ratings,
  'reco.RandomNormal': ratings,
}

const machineIds = Object.keys(restBuilds).filter((id) => id.startsWith('facto.'))

/** Without options their steps are too long for events that are not scaled: they overflow. */
export const restEmpty: readonly string[] = machineIds.filter((id) => id.endsWith('Regressor'))

const inOrder = {
  'order-of-features-does-not-matter':
    'it adds up, and moves vectors, in the order of the keys, as in River',
}

/** What they do not promise. */
export const restExempt: Readonly<Record<string, Readonly<Record<string, string>>>> =
  Object.fromEntries(machineIds.map((id) => [id, inOrder]))

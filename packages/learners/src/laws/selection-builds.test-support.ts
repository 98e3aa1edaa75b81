import { compose, metrics } from '@coelho/core'
import * as bandit from '../bandit/index.js'
import * as linearModel from '../linear-model/index.js'
import * as modelSelection from '../model-selection/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import * as preprocessing from '../preprocessing/index.js'
import { HoeffdingTreeClassifier, HoeffdingTreeRegressor } from '../tree/index.js'
import type { Build } from './every-estimator.test-support.js'

const tree = { gracePeriod: 20, delta: 0.1, tau: 0.3 }
const numbers = () => [
  new compose.Pipeline(new preprocessing.StandardScaler(), new linearModel.LinearRegression()),
  new HoeffdingTreeRegressor({ ...tree, maxDepth: 2 }),
]
const classes = () => [
  new HoeffdingTreeClassifier(tree),
  new compose.Pipeline(new preprocessing.OneHotEncoder(), new GaussianNB()),
]
const error = () => new metrics.MAE()
const greedy = () => new bandit.EpsilonGreedy({ epsilon: 0.2, burnIn: 3, seed: 4 })
const bounds = () => new bandit.UCB({ delta: 1, seed: 4 })

/** How the classes of `modelSelection` are built to be checked. */
export const selectionBuilds: Readonly<Record<string, readonly Build[]>> = {
  'modelSelection.BanditClassifier': [
    {
      as: 'by an accuracy',
      make: () =>
        new modelSelection.BanditClassifier({
          models: classes(),
          metric: new metrics.Accuracy(),
          policy: greedy(),
        }),
    },
    {
      as: 'by a cross-entropy',
      make: () =>
        new modelSelection.BanditClassifier({
          models: classes(),
          metric: new metrics.CrossEntropy(),
          policy: bounds(),
          riverCompatible: false,
        }),
    },
  ],
  'modelSelection.BanditRegressor': [
    {
      as: 'that is greedy',
      make: () =>
        new modelSelection.BanditRegressor({
          models: numbers(),
          metric: error(),
          policy: greedy(),
          riverCompatible: false,
        }),
    },
  ],
  'modelSelection.GreedyRegressor': [
    {
      as: 'of a regression and a tree',
      make: () => new modelSelection.GreedyRegressor({ models: numbers() }),
    },
  ],
  'modelSelection.SuccessiveHalvingClassifier': [
    {
      as: 'by an accuracy',
      make: () =>
        new modelSelection.SuccessiveHalvingClassifier({
          models: classes(),
          metric: new metrics.Accuracy(),
          budget: 80,
        }),
    },
  ],
  'modelSelection.SuccessiveHalvingRegressor': [
    {
      as: 'of a regression and a tree',
      make: () =>
        new modelSelection.SuccessiveHalvingRegressor({
          models: numbers(),
          metric: error(),
          budget: 80,
        }),
    },
  ],
}

const policies = 'it chooses arms and is told rewards: see the tests of bandit'

/** Classes of `bandit` that checks cannot tell from statistics. */
export const policiesElsewhere: Readonly<Record<string, string>> = {
  'bandit.BayesUCB': policies,
  'bandit.EpsilonGreedy': policies,
  'bandit.Exp3': policies,
  'bandit.LinUCBDisjoint': policies,
  'bandit.RandomPolicy': policies,
  'bandit.ThompsonSampling': policies,
  'bandit.UCB': policies,
}

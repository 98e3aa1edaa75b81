import { type ClassifierLike, compose } from '@coelho/core'
import * as ensemble from '../ensemble/index.js'
import * as linearModel from '../linear-model/index.js'
import { GaussianNB } from '../naive-bayes/index.js'
import { Absolute } from '../optim/losses/index.js'
import * as preprocessing from '../preprocessing/index.js'
import { HoeffdingTreeClassifier, HoeffdingTreeRegressor } from '../tree/index.js'
import type { Build } from './every-estimator.test-support.js'

const tree = { gracePeriod: 20, delta: 0.1, tau: 0.3 }

const scaled = () =>
  new compose.Pipeline(new preprocessing.StandardScaler(), new linearModel.LogisticRegression())
const scaledLine = () =>
  new compose.Pipeline(new preprocessing.StandardScaler(), new linearModel.LinearRegression())
const encoded = () => new compose.Pipeline(new preprocessing.OneHotEncoder(), new GaussianNB())
const classTree = () => new HoeffdingTreeClassifier(tree)

/** Copies of several models: some take two classes, some strings, some neither. */
function copies(make: (model: ClassifierLike) => object): readonly Build[] {
  return [() => new GaussianNB(), scaled, classTree, encoded].map((inner) => ({
    as: `of ${inner()}`,
    make: () => make(inner()),
  }))
}

const few = { nModels: 3, seed: 4 }

/** How the classes of `ensemble` are built to be checked. */
export const ensembleBuilds: Readonly<Record<string, readonly Build[]>> = {
  'ensemble.AdaBoostClassifier': copies(
    (model) => new ensemble.AdaBoostClassifier({ model, ...few }),
  ),
  'ensemble.ADWINBaggingClassifier': copies(
    (model) => new ensemble.ADWINBaggingClassifier({ model, ...few }),
  ),
  'ensemble.ADWINBoostingClassifier': copies(
    (model) => new ensemble.ADWINBoostingClassifier({ model, ...few, riverCompatible: false }),
  ),
  'ensemble.BaggingClassifier': copies(
    (model) => new ensemble.BaggingClassifier({ model, ...few }),
  ),
  'ensemble.BOLEClassifier': copies(
    (model) => new ensemble.BOLEClassifier({ model, ...few, errorBound: 0.4 }),
  ),
  'ensemble.LeveragingBaggingClassifier': [
    ...copies((model) => new ensemble.LeveragingBaggingClassifier({ model, ...few })),
    ...(['me', 'half', 'wt', 'subag'] as const).map((baggingMethod) => ({
      as: `by ${baggingMethod}`,
      make: () =>
        new ensemble.LeveragingBaggingClassifier({
          model: new GaussianNB(),
          ...few,
          adwinDelta: 0.5,
          baggingMethod,
        }),
    })),
  ],
  'ensemble.BaggingRegressor': [
    {
      as: 'of a scaler and a regression',
      make: () => new ensemble.BaggingRegressor({ model: scaledLine(), ...few }),
    },
  ],
  'ensemble.EWARegressor': [
    {
      as: 'of a regression and a tree',
      make: () =>
        new ensemble.EWARegressor({
          models: [scaledLine(), new HoeffdingTreeRegressor({ ...tree, maxDepth: 2 })],
          loss: new Absolute(),
          learningRate: 0.05,
        }),
    },
  ],
  'ensemble.StackingClassifier': [
    {
      as: 'of naive Bayes and a tree under a regression',
      make: () =>
        new ensemble.StackingClassifier({
          models: [new GaussianNB(), classTree()],
          metaClassifier: scaled(),
        }),
    },
    {
      as: 'of pipelines under naive Bayes',
      make: () =>
        new ensemble.StackingClassifier({
          models: [encoded(), classTree()],
          metaClassifier: new GaussianNB(),
          includeFeatures: false,
        }),
    },
  ],
  'ensemble.VotingClassifier': [true, false].map((useProbabilities) => ({
    as: useProbabilities ? 'by probabilities' : 'by labels',
    make: () =>
      new ensemble.VotingClassifier({ models: [classTree(), encoded()], useProbabilities }),
  })),
}

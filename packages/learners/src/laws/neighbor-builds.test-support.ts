import { compose } from '@coelho/core'
import * as anomaly from '../anomaly/index.js'
import { LinearRegression } from '../linear-model/index.js'
import * as neighbors from '../neighbors/index.js'
import { Adam } from '../optim/index.js'
import { StandardScaler } from '../preprocessing/index.js'
import { HoltWinters } from '../time-series/index.js'
import type { Build } from './every-estimator.test-support.js'

const lazy = () => new neighbors.LazySearch({ windowSize: 9 })
const walking = () =>
  new neighbors.SWINN({
    graphK: 3,
    maxlen: 14,
    warmUp: 6,
    pruneProb: 0.3,
    maxCandidates: 5,
    seed: 4,
  })
const manhattan = () =>
  new neighbors.LazySearch({ windowSize: 12, distFunc: new neighbors.Minkowski({ p: 1 }) })

const drawsSeed = 'its own engine has no seed, and draws one'
const drawsToSearch = 'a SWINN draws where each search begins, as in River'
const skip = {
  'clone-is-independent': drawsToSearch,
  'predicting-changes-nothing': drawsToSearch,
  'probabilities-sum-to-1': drawsToSearch,
  'answers-the-same-for-frames': drawsToSearch,
  'predicts-then-learns-in-one-pass': drawsToSearch,
}

/** How what searches for neighbours is built, and the anomaly detectors that predict. */
export const neighborBuilds: Readonly<Record<string, readonly Build[]>> = {
  'neighbors.KNNClassifier': [
    { as: 'over a short window', make: () => new neighbors.KNNClassifier({ engine: lazy() }) },
    {
      as: 'of softmax, that cleans up',
      make: () =>
        new neighbors.KNNClassifier({
          nNeighbors: 3,
          engine: manhattan(),
          weighted: false,
          cleanupEvery: 4,
          softmax: true,
        }),
    },
    {
      as: 'in a graph',
      make: () => new neighbors.KNNClassifier({ engine: walking() }),
      options: { skip },
    },
  ],
  'neighbors.KNNRegressor': [
    { as: 'over a short window', make: () => new neighbors.KNNRegressor({ engine: lazy() }) },
    {
      as: 'of a weighted mean',
      make: () =>
        new neighbors.KNNRegressor({ engine: manhattan(), aggregationMethod: 'weighted_mean' }),
    },
    {
      as: 'in a graph',
      make: () => new neighbors.KNNRegressor({ engine: walking() }),
      options: { skip },
    },
  ],
  'anomaly.LODA': [
    {
      as: 'of few bins',
      make: () => new anomaly.LODA({ nBins: 3, nRandomCuts: 5, seed: 4 }),
    },
  ],
  'anomaly.LocalOutlierFactor': [
    {
      as: 'over a short window',
      make: () => new anomaly.LocalOutlierFactor({ nNeighbors: 3, engine: lazy() }),
    },
  ],
  'anomaly.OneClassSVM': [
    {
      as: 'by Adam',
      make: () => new anomaly.OneClassSVM({ nu: 0.3, optimizer: new Adam() }),
    },
  ],
  'anomaly.PredictiveAnomalyDetection': [
    {
      as: 'of a pipeline',
      make: () =>
        new anomaly.PredictiveAnomalyDetection({
          predictiveModel: new compose.Pipeline(new StandardScaler(), new LinearRegression()),
          nStd: 2,
          warmupPeriod: 5,
        }),
    },
    {
      as: 'of a forecaster',
      make: () =>
        new anomaly.PredictiveAnomalyDetection({
          predictiveModel: new HoltWinters({ alpha: 0.3 }),
          warmupPeriod: 5,
        }),
    },
  ],
}

export const neighborExemptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'neighbors.KNNClassifier': { 'same-run-same-bits': drawsSeed },
  'neighbors.KNNRegressor': { 'same-run-same-bits': drawsSeed },
}

export const searchedElsewhere: Readonly<Record<string, string>> = {
  'neighbors.LazySearch': 'it keeps events and finds them: see its own tests',
}

import { compose } from '@coelho/core'
import * as drift from '../drift/index.js'
import * as linearModel from '../linear-model/index.js'
import * as preprocessing from '../preprocessing/index.js'
import { AMRules } from '../rules/index.js'
import {
  HoeffdingAdaptiveTreeRegressor,
  ISOUPTreeRegressor,
  SGTClassifier,
  SGTRegressor,
  splitter,
} from '../tree/index.js'
import type { Build } from './every-estimator.test-support.js'

const eager = { gracePeriod: 20, delta: 0.1, tau: 0.3 }
const gradients = { gracePeriod: 15, delta: 0.5, lambdaValue: 0.01, gamma: 0.01 }
const nervous = () => new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 })
const scaled = () =>
  new compose.Pipeline(new preprocessing.StandardScaler(), new linearModel.LinearRegression())

/** How regression trees, gradient trees and rules are built to be checked. */
export const valueTreeBuilds: Readonly<Record<string, readonly Build[]>> = {
  'tree.HoeffdingAdaptiveTreeRegressor': [
    {
      as: 'that changes often',
      make: () =>
        new HoeffdingAdaptiveTreeRegressor({
          ...eager,
          driftDetector: nervous(),
          driftWindowThreshold: 5,
          switchSignificance: 0.5,
          seed: 4,
        }),
    },
    {
      as: 'of slots, by mean',
      make: () =>
        new HoeffdingAdaptiveTreeRegressor({
          ...eager,
          bootstrapSampling: false,
          driftDetector: new drift.PageHinkley({ threshold: 1, minInstances: 5 }),
          leafPrediction: 'mean',
          splitter: new splitter.QOSplitter({ radius: 1, allowMultiwaySplits: true }),
          seed: 4,
        }),
    },
  ],
  'tree.ISOUPTreeRegressor': [
    { as: 'with fast splits', make: () => new ISOUPTreeRegressor(eager) },
    {
      as: 'by mean, of slots',
      make: () =>
        new ISOUPTreeRegressor({
          ...eager,
          leafPrediction: 'mean',
          splitter: new splitter.QOSplitter({ radius: 1 }),
        }),
    },
    {
      as: 'with pipelines in its leaves',
      make: () =>
        new ISOUPTreeRegressor({ ...eager, leafPrediction: 'model', leafModel: scaled() }),
    },
  ],
  'tree.SGTClassifier': [
    { as: 'with fast splits', make: () => new SGTClassifier(gradients) },
    {
      as: 'of bins that move',
      make: () =>
        new SGTClassifier({ ...gradients, featureQuantizer: new splitter.DynamicQuantizer() }),
    },
  ],
  'tree.SGTRegressor': [
    {
      as: 'with fast splits',
      make: () =>
        new SGTRegressor({
          ...gradients,
          featureQuantizer: new splitter.StaticQuantizer({ nBins: 4, warmStart: 9 }),
          nominalAttributes: ['b'],
        }),
    },
  ],
  'rules.AMRules': [
    { as: 'with fast rules', make: () => new AMRules({ nMin: 20, delta: 0.1, tau: 0.3 }) },
    {
      as: 'by mean, of all rules',
      make: () =>
        new AMRules({
          nMin: 20,
          delta: 0.1,
          tau: 0.3,
          predType: 'mean',
          orderedRuleSet: false,
          driftDetector: nervous(),
          mMin: 5,
        }),
    },
    {
      as: 'of pipelines',
      make: () =>
        new AMRules({ nMin: 20, delta: 0.1, tau: 0.3, predType: 'model', predModel: scaled() }),
    },
  ],
}

import * as drift from '../drift/index.js'
import {
  ExtremelyFastDecisionTreeClassifier,
  HoeffdingAdaptiveTreeClassifier,
  HoeffdingTreeClassifier,
  LASTClassifier,
  splitter,
} from '../tree/index.js'
import type { Build } from './every-estimator.test-support.js'

const eager = { gracePeriod: 20, delta: 0.1, tau: 0.3 }
const nervous = () => new drift.ADWIN({ delta: 0.5, clock: 3, gracePeriod: 3 })

/** How classification trees that replace or forgo what they grew are built to be checked. */
export const classTreeBuilds: Readonly<Record<string, readonly Build[]>> = {
  'tree.HoeffdingAdaptiveTreeClassifier': [
    {
      as: 'that changes often',
      make: () =>
        new HoeffdingAdaptiveTreeClassifier({
          ...eager,
          driftDetector: nervous(),
          driftWindowThreshold: 5,
          switchSignificance: 0.5,
          seed: 4,
        }),
    },
    {
      as: 'by majority, of histograms',
      make: () =>
        new HoeffdingAdaptiveTreeClassifier({
          ...eager,
          bootstrapSampling: false,
          maxDepth: 2,
          driftDetector: new drift.binary.DDM({ warmStart: 5 }),
          leafPrediction: 'mc',
          splitter: new splitter.HistogramSplitter({ nBins: 8 }),
          seed: 4,
        }),
    },
  ],
  'tree.ExtremelyFastDecisionTreeClassifier': [
    {
      as: 'with fast splits',
      make: () => new ExtremelyFastDecisionTreeClassifier({ ...eager, minSamplesReevaluate: 3 }),
    },
  ],
  'tree.LASTClassifier': [
    { as: 'with fast splits', make: () => new LASTClassifier({ changeDetector: nervous() }) },
    {
      as: 'that watches how mixed its classes are',
      make: () => new LASTClassifier({ changeDetector: nervous(), trackError: false }),
    },
  ],
}

/** The same for the plain tree, whose splitters keep columns of their own. */
export const ownColumns: readonly Build[] = [
  {
    as: 'with an exhaustive splitter',
    make: () =>
      new HoeffdingTreeClassifier({ ...eager, splitter: new splitter.ExhaustiveSplitter() }),
  },
  {
    as: 'with histograms',
    make: () =>
      new HoeffdingTreeClassifier({ ...eager, splitter: new splitter.HistogramSplitter() }),
  },
]

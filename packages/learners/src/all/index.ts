import { compose, metrics, proba, random, sketch, snapshot, stats, utils } from '@coelho/core'
import { GaussianNB } from '../naive-bayes/index.js'
import { AdaptiveStandardScaler, StandardScaler } from '../preprocessing/index.js'
import { HoeffdingTreeClassifier } from '../tree/index.js'

/** Every class that a snapshot may hold. Importing it brings all of them into a bundle. */
export const learners: readonly (abstract new (...options: never[]) => object)[] = [
  compose.Pipeline,
  metrics.Accuracy,
  random.Random,
  proba.Beta,
  proba.Gaussian,
  proba.Multinomial,
  proba.MultivariateGaussian,
  sketch.Counter,
  sketch.HeavyHitters,
  sketch.Histogram,
  sketch.NUnique,
  sketch.Set,
  utils.Rolling,
  utils.SortedWindow,
  utils.TimeRolling,
  stats.AbsMax,
  stats.AutoCorr,
  stats.BayesianMean,
  stats.ChiSquared,
  stats.Count,
  stats.Cov,
  stats.Entropy,
  stats.EWCov,
  stats.EWMean,
  stats.EWVar,
  stats.IQR,
  stats.KolmogorovSmirnov,
  stats.Kurtosis,
  stats.Link,
  stats.MAD,
  stats.Max,
  stats.Mean,
  stats.Min,
  stats.Mode,
  stats.PeakToPeak,
  stats.PearsonCorr,
  stats.Quantile,
  stats.RollingAbsMax,
  stats.RollingIQR,
  stats.RollingMax,
  stats.RollingMin,
  stats.RollingMode,
  stats.RollingPeakToPeak,
  stats.RollingQuantile,
  stats.SEM,
  stats.Shift,
  stats.Skew,
  stats.Sum,
  stats.Var,
  GaussianNB,
  StandardScaler,
  AdaptiveStandardScaler,
  HoeffdingTreeClassifier,
]

/**
 * The model a snapshot holds, whichever it is.
 *
 * @example
 * const bytes = snapshot.save(new naiveBayes.GaussianNB())
 * load(bytes).toString() // => 'GaussianNB()'
 */
export function load<Model = unknown>(bytes: Uint8Array): Model {
  return snapshot.load<Model>(bytes, { learners: learners as never })
}

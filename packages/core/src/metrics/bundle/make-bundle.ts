import { InvalidOptionError } from '../../errors.js'
import { ClassificationBundle, type ClassificationBundleOptions } from './classification-bundle.js'
import { ClusteringBundle } from './clustering-bundle.js'
import { RegressionBundle } from './regression-bundle.js'
import type { WindowOptions } from './windows.js'

/** What a bundle may be for. */
export interface Bundles {
  readonly classification: ClassificationBundle
  readonly regression: RegressionBundle
  readonly clustering: ClusteringBundle
}

/** The options of each. */
export interface BundleOptions {
  readonly classification: ClassificationBundleOptions
  readonly regression: WindowOptions
  readonly clustering: WindowOptions
}

/**
 * A ready set of metrics, updated in one call, that tells its numbers by name.
 *
 * - classification: Recall, Precision, F1, FBeta (beta 2), Accuracy, BalancedAccuracy, MCC,
 *   GeometricMean, CohenKappa and Jaccard on one matrix, ROCAUC (50 thresholds), RollingROCAUC
 *   (5,000 events), LogLoss, ConfusionMatrix and ClassificationReport
 * - regression: MAE, RMSE, MAPE, R2, SMAPE, MSE, RMSLE; MAE and RMSE over 1,000 events, MAE over
 *   five minutes of the events' own time
 * - clustering: Silhouette, also over 1,000 events and over five minutes
 *
 * @example
 * const metric = metrics.bundle('classification', { posVal: 'spam' })
 * metric.update('spam', new Map([['spam', 0.9], ['ham', 0.1]]))
 * metric.update('ham', new Map([['spam', 0.3], ['ham', 0.7]]))
 * metric.toObject().F1 // => 1
 * metric.toObject().LogLoss // => 0.231…
 */
export function bundle<Kind extends keyof Bundles>(
  kind: Kind,
  options?: Readonly<Partial<BundleOptions[Kind]>>,
): Bundles[Kind] {
  return make(kind, options) as Bundles[Kind]
}

function make(kind: keyof Bundles, options: object | undefined): Bundles[keyof Bundles] {
  switch (kind) {
    case 'classification':
      return new ClassificationBundle(options)
    case 'regression':
      return new RegressionBundle(options)
    case 'clustering':
      return new ClusteringBundle(options)
    default: {
      const expected = 'must be "classification", "regression" or "clustering"'
      throw new InvalidOptionError('bundle', 'kind', expected, kind)
    }
  }
}

import type { Label } from '../../data/labels.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Accuracy } from '../accuracy.js'
import { ROCAUC } from '../auc/roc-auc.js'
import { RollingROCAUC } from '../auc/rolling-roc-auc.js'
import { BalancedAccuracy } from '../balanced-accuracy.js'
import { ClassificationMetric } from '../base/classification-metric.js'
import { type Member, Metrics } from '../base/metrics.js'
import { FBeta } from '../binary/f-beta.js'
import { F1 } from '../binary/f1.js'
import { Jaccard } from '../binary/jaccard.js'
import { MCC } from '../binary/mcc.js'
import { Precision } from '../binary/precision.js'
import { Recall } from '../binary/recall.js'
import { ClassificationReport } from '../classification-report.js'
import { CohenKappa } from '../cohen-kappa.js'
import { ConfusionMatrix } from '../confusion-matrix.js'
import { argmax } from '../counts/argmax.js'
import type { Predicted } from '../counts/counts.js'
import { POS_VAL } from '../counts/rules.js'
import { GeometricMean } from '../geometric-mean.js'
import { LogLoss } from '../probability/log-loss.js'
import type { Scored } from '../probability/positive.js'
import { Bundle, type EventOptions, weightOnly } from './bundle.js'

export interface ClassificationBundleOptions {
  /** The class that metrics of two classes are about. */
  readonly posVal: Label
  /** How much recall counts in FBeta. */
  readonly beta: number
  /** Of how many thresholds ROCAUC is made. */
  readonly nThresholds: number
  /** Over how many events RollingROCAUC goes. */
  readonly windowSize: number
}

/**
 * What was predicted: a label, the probability of each label, or both. A number is the
 * probability of the positive class where it stands for `probabilities`.
 */
export type Prediction =
  | Predicted
  | Map<Label, number>
  | { readonly label?: Predicted; readonly probabilities?: Scored }

/**
 * The set of metrics for classification: see `bundle`. The matrix is counted in once an event,
 * for all that read it.
 *
 * @example
 * const metric = new metrics.ClassificationBundle({ posVal: 'spam' })
 * metric.update('spam', new Map([['spam', 0.9], ['ham', 0.1]]))
 * metric.update('ham', { label: 'spam', probabilities: 0.6 })
 * metric.toObject().Precision // => 0.5
 * metric.toObject().ROCAUC // => 1
 */
export class ClassificationBundle extends Bundle<ClassificationBundleOptions> {
  static override readonly id: string = 'metrics.ClassificationBundle'
  static override readonly rules: Rules<ClassificationBundleOptions> = {
    posVal: POS_VAL,
    beta: { kind: 'number', default: 2, atLeast: 0 },
    nThresholds: { kind: 'integer', default: 50, atLeast: 2, atMost: 16_777_216 },
    windowSize: { kind: 'integer', default: 5000, atLeast: 1, atMost: 16_777_216 },
  }
  static readonly parts: readonly unknown[] = [
    Metrics,
    ConfusionMatrix,
    Recall,
    Precision,
    F1,
    FBeta,
    Accuracy,
    BalancedAccuracy,
    MCC,
    GeometricMean,
    CohenKappa,
    Jaccard,
    ROCAUC,
    RollingROCAUC,
    LogLoss,
    ClassificationReport,
  ]

  declare private matrix: ConfusionMatrix
  declare private logLoss: LogLoss
  declare private area: ROCAUC
  declare private rolling: RollingROCAUC

  constructor(given: Readonly<Partial<ClassificationBundleOptions>> = {}) {
    super(given)
  }

  get requiresLabels(): boolean {
    return false
  }

  protected override members(): Record<string, Member> {
    const { posVal, beta, nThresholds, windowSize } = this.options
    const cm = new ConfusionMatrix()
    return {
      Recall: new Recall({ cm, posVal }),
      Precision: new Precision({ cm, posVal }),
      F1: new F1({ cm, posVal }),
      FBeta: new FBeta({ cm, posVal, beta }),
      Accuracy: new Accuracy({ cm }),
      BalancedAccuracy: new BalancedAccuracy({ cm }),
      MCC: new MCC({ cm, posVal }),
      GeometricMean: new GeometricMean({ cm }),
      CohenKappa: new CohenKappa({ cm }),
      Jaccard: new Jaccard({ cm, posVal }),
      ROCAUC: new ROCAUC({ nThresholds, posVal }),
      RollingROCAUC: new RollingROCAUC({ windowSize, posVal }),
      LogLoss: new LogLoss({ posVal }),
      ConfusionMatrix: cm,
      ClassificationReport: new ClassificationReport({ cm }),
    }
  }

  protected override bind(): void {
    this.matrix = this.named('ConfusionMatrix')
    this.logLoss = this.named('LogLoss')
    this.area = this.named('ROCAUC')
    this.rolling = this.named('RollingROCAUC')
  }

  /**
   * Judges a prediction. Without probabilities, the metrics that judge them leave the event out;
   * without a label, the likeliest counts. Windows count all events alike, whatever their weight.
   */
  override update(yTrue: Label, yPred: Prediction, options?: EventOptions): void {
    const { matrix, logLoss, area, rolling } = this
    const both = typeof yPred === 'object' && !(yPred instanceof Map) ? yPred : undefined
    const scores = yPred instanceof Map ? yPred : both?.probabilities
    const hasScores = scores !== undefined && !(scores instanceof Map && scores.size === 0)
    const likeliest = scores instanceof Map ? argmax(scores) : undefined
    const label = both ? (both.label ?? likeliest) : yPred instanceof Map ? likeliest : yPred
    if (yPred === null || (both && label === undefined && hasScores)) {
      const expected = 'a prediction must be a label, probabilities by label, or have a label'
      throw new InvalidInputError(this.who, expected, yPred)
    }
    const weight = weightOnly(options)
    matrix.tryOut(yTrue, label as Predicted, weight)
    if (hasScores) {
      logLoss.update(yTrue, scores, weight) // refuses whatever the other two would
      area.update(yTrue, scores, weight)
      rolling.update(yTrue, scores)
    }
    matrix.update(yTrue, label as Predicted, weight)
  }

  override checkState(): void {
    super.checkState()
    const { posVal, windowSize } = this.options
    for (const member of this.metrics) {
      const { cm, options } = member as unknown as { cm?: ConfusionMatrix; options: object }
      const given = { posVal, ...options } as ClassificationBundleOptions
      const shared = member instanceof ClassificationMetric ? cm === this.matrix : true
      if (shared && given.posVal === posVal && this.rolling.windowSize === windowSize) continue
      throw new SnapshotError('the metrics of a bundle must have its options, and one matrix')
    }
  }
}

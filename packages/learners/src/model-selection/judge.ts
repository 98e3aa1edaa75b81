import {
  Configured,
  InvalidOptionError,
  type Label,
  type Rules,
  SnapshotError,
  type UpdateOptions,
} from '@coelho/core'

/** A metric with a single number: what models are chosen by. */
export interface SelectionMetric {
  readonly requiresLabels?: boolean | undefined
  readonly biggerIsBetter?: boolean | undefined
  // biome-ignore lint/suspicious/noExplicitAny: metrics take labels, numbers or probabilities
  update(yTrue: any, yPred: any, options?: UpdateOptions): void
  // biome-ignore lint/suspicious/noExplicitAny: the same
  tryOut?(yTrue: any, yPred: any): void
  get(): unknown
  clone(): SelectionMetric
}

export interface JudgeOptions {
  readonly metric: SelectionMetric
  /** True: more counts as better, whatever the metric says. */
  readonly moreIsBetter: boolean
}

/**
 * How good one of several models is. A prediction that the metric cannot judge, such as NaN of a
 * model that has diverged, makes the model the worst for good.
 */
export class Judge extends Configured<JudgeOptions> {
  static override readonly id = 'modelSelection.Judge'
  static override readonly rules: Rules<JudgeOptions> = {
    metric: { kind: 'object' },
    moreIsBetter: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = ['metric', 'isLost']

  readonly metric: SelectionMetric
  private isLost = false

  constructor(given: Readonly<Partial<JudgeOptions>> = {}) {
    super(given)
    checkMetric(this.who, this.options.metric)
    this.metric = this.options.metric.clone()
  }

  update(yTrue: Label, yPred: unknown, options?: UpdateOptions): void {
    if (this.isLost) return
    try {
      this.metric.update(yTrue, yPred, options)
    } catch {
      this.isLost = true // truths were checked before
    }
  }

  /** The value of the metric; the worst there can be if the model is lost. */
  get value(): number {
    if (this.isLost) return this.biggerWins ? -Infinity : Infinity
    const value = this.metric.get()
    return typeof value === 'number' && !Number.isNaN(value) ? value : 0
  }

  /** The same as a number that is higher for what is chosen. */
  get(): number {
    return this.biggerWins || this.options.moreIsBetter ? this.value : -this.value
  }

  private get biggerWins(): boolean {
    return this.metric.biggerIsBetter !== false
  }

  isBetterThan(other: Judge): boolean {
    return this.biggerWins ? this.value > other.value : this.value < other.value
  }

  /** What it is called among other errors: as the metric writes itself. */
  override toString(): string {
    return String(this.metric)
  }

  checkState(): void {
    const { metric, options } = this
    const alike =
      typeof metric === 'object' &&
      metric !== null &&
      metric !== options.metric &&
      Object.getPrototypeOf(metric) === Object.getPrototypeOf(options.metric)
    if (alike && typeof this.isLost === 'boolean') return
    throw new SnapshotError('what judges a model must have a metric of its own', metric)
  }
}

/** Throws unless an option is a metric with a single number. */
export function checkMetric(who: string, value: unknown): asserts value is SelectionMetric {
  const { update, clone, get } = Object(value) as Partial<SelectionMetric>
  const can = [update, clone, get].every((method) => typeof method === 'function')
  if (can && typeof (value as SelectionMetric).get() === 'number') return
  throw new InvalidOptionError(who, 'metric', 'must be a metric with a single number', value)
}

/** Throws unless a metric can judge numbers. */
export function checkRegressionMetric(who: string, value: unknown): void {
  checkMetric(who, value)
  if (canJudge(value, 1.5, 2.5)) return
  throw new InvalidOptionError(who, 'metric', 'must judge predictions of numbers', value)
}

/** Throws unless a metric can judge labels or probabilities. */
export function checkClassificationMetric(who: string, value: unknown): void {
  checkMetric(who, value)
  const predicted = value.requiresLabels === false ? new Map([[true, 1]]) : true
  if (value.requiresLabels !== undefined && canJudge(value, true, predicted)) return
  throw new InvalidOptionError(who, 'metric', 'must judge labels or their probabilities', value)
}

function canJudge(metric: SelectionMetric, yTrue: unknown, yPred: unknown): boolean {
  try {
    metric.tryOut?.(yTrue, yPred)
    return true
  } catch {
    return false
  }
}

/** Throws unless the metric can judge predictions of such a target. */
export function checkTruth(metric: SelectionMetric, y: unknown): void {
  if (metric.requiresLabels === false) metric.tryOut?.(y, new Map([[y, 1]]))
  else metric.tryOut?.(y, y)
}

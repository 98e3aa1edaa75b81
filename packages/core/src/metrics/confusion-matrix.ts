import { Metric, type UpdateManyOptions } from '../base/metric.js'
import type { UpdateOptions } from '../base/metric-like.js'
import type { Label } from '../data/labels.js'
import { InvalidInputError, InvalidOptionError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkedWeight, checkedWeights } from './counts/checks.js'
import { Counts, type Named, type Predicted } from './counts/counts.js'
import { grouped, inOrder, labelText, printTable } from './counts/table.js'
import { type Sharer, Turns } from './counts/turns.js'

export interface ConfusionMatrixOptions {
  /** Labels that the printed table shows even while they were not seen. */
  readonly classes: readonly Label[] | null
}

/**
 * How often each class was taken for each other: the counts that most metrics of classification
 * are made of. An update costs the same for two classes and for a thousand.
 *
 * Metrics that share a matrix are brought each event in turn, and it counts once: a metric that
 * has been brought fewer events than the matrix has from its metrics only moves on. What is
 * brought to the matrix itself is counted for itself: do one or the other. (In River an event
 * counts once per metric.)
 *
 * @example
 * const cm = new metrics.ConfusionMatrix()
 * const recall = new metrics.MacroRecall({ cm })
 * cm.update('ham', 'ham')
 * cm.update('spam', 'ham')
 * cm.falsePositives('ham') // => 1
 * recall.get() // => 0.5
 */
export class ConfusionMatrix extends Metric<Label, Predicted, ConfusionMatrixOptions> {
  static override readonly id: string = 'metrics.ConfusionMatrix'
  static override readonly rules: Rules<ConfusionMatrixOptions> = {
    classes: { kind: 'object', default: null, nullable: true },
  }
  static readonly parts: readonly unknown[] = [Counts, Turns]
  static override readonly state: readonly string[] = ['counts', 'turns']

  /** What was counted; only to be read. */
  readonly counts: Counts = new Counts()
  /** For those who share it. */
  readonly turns: Turns = new Turns()

  constructor(given: Readonly<Partial<ConfusionMatrixOptions>> = {}) {
    super(given)
    const { classes } = this.options
    if (classes && !Array.isArray(classes)) {
      throw new InvalidOptionError(this.who, 'classes', 'must be a list of labels', classes)
    }
    this.counts.labels.checkAll(this.who, classes ?? [])
  }

  override get judgesNumbers(): boolean {
    return false
  }

  override get biggerIsBetter(): boolean {
    throw new InvalidInputError(this.who, 'is a table: no other one is better or worse')
  }

  override update(yTrue: Label, yPred: Predicted, options?: UpdateOptions): void {
    this.count(this, yTrue, yPred, checkedWeight(this, options?.w))
  }

  /** Takes back an update. */
  revert(yTrue: Label, yPred: Predicted, options?: UpdateOptions): void {
    this.uncount(this, yTrue, yPred, checkedWeight(this, options?.w))
  }

  override updateMany(
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Predicted>,
    options?: UpdateManyOptions,
  ): void {
    const weights = checkedWeights(this.counts, this, yTrue, yPred, options)
    this.countMany(this, yTrue, yPred, weights, 0)
  }

  /** Adds what another matrix has counted. */
  merge(other: ConfusionMatrix): void {
    checkMatrix(this, other)
    this.counts.merge(this.who, other.counts)
  }

  /** A table has no single value. With a label, its row: the weights by prediction. */
  override get(): undefined
  override get(label: Label): Map<Predicted, number>
  override get(label?: Label): Map<Predicted, number> | undefined {
    if (label === undefined) return undefined
    const { counts } = this
    return this.data.get(counts.at(counts.find(label)) as Label) ?? new Map()
  }

  /** The weights by truth, then by prediction. */
  get data(): Map<Label, Map<Predicted, number>> {
    const { cells } = this.counts
    const data = new Map<Label, Map<Predicted, number>>()
    for (let cell = 0; cell < cells.size; cell++) {
      if (cells.times[cell] === 0) continue
      const label = this.counts.at(cells.rows[cell]) as Label
      const row = data.get(label) ?? new Map<Predicted, number>()
      row.set(this.counts.at(cells.cols[cell]), cells.weights[cell])
      data.set(label, row)
    }
    return data
  }

  /** The weight of the events of each class. */
  get sumRow(): Map<Label, number> {
    return this.sums((code) => this.counts.trueWeight(code)) as Map<Label, number>
  }

  /** The weight of the predictions of each class. */
  get sumCol(): Map<Predicted, number> {
    return this.sums((code) => this.counts.predictedWeight(code))
  }

  private sums(weightOf: (code: number) => number): Map<Predicted, number> {
    const sums = new Map<Predicted, number>()
    for (let code = 0; code < this.counts.size; code++) {
      const weight = weightOf(code)
      if (weight > 0) sums.set(this.counts.at(code), weight)
    }
    return sums
  }

  /** How many updates it counts. */
  get nSamples(): number {
    return this.counts.updates
  }

  /** The sum of their weights. */
  get totalWeight(): number {
    return this.counts.weight
  }

  /** The classes that were true or predicted, as they were first seen. */
  get classes(): Predicted[] {
    const classes: Predicted[] = []
    for (let code = 0; code < this.counts.size; code++) {
      if (this.counts.isPresent(code)) classes.push(this.counts.at(code))
    }
    return classes
  }

  /** The weight of the events of a class. */
  support(label: Predicted): number {
    return this.counts.trueWeight(this.counts.find(label))
  }

  /** The weight of the predictions of a class. */
  predicted(label: Predicted): number {
    return this.counts.predictedWeight(this.counts.find(label))
  }

  truePositives(label: Predicted): number {
    return this.counts.rightOf(this.counts.find(label))
  }

  falsePositives(label: Predicted): number {
    return Math.max(0, this.predicted(label) - this.truePositives(label))
  }

  falseNegatives(label: Predicted): number {
    return Math.max(0, this.support(label) - this.truePositives(label))
  }

  /**
   * River: only what was right about another class. For two classes that is the weight of all
   * that is not of the class and was not taken for it; for more see `othersKeptOut`.
   */
  trueNegatives(label: Predicted): number {
    return Math.max(0, this.totalTruePositives - this.truePositives(label))
  }

  /** What is not of the class and was not taken for it: true negatives of one against the rest. */
  othersKeptOut(label: Predicted): number {
    const involved = this.support(label) + this.predicted(label) - this.truePositives(label)
    return Math.max(0, this.totalWeight - involved)
  }

  get totalTruePositives(): number {
    return this.counts.rightWeight
  }

  /** River: the sum of `trueNegatives` over the classes. */
  get totalTrueNegatives(): number {
    return Math.max(0, this.classes.length - 1) * this.totalTruePositives
  }

  get totalFalsePositives(): number {
    return Math.max(0, this.totalWeight - this.totalTruePositives)
  }

  get totalFalseNegatives(): number {
    return this.totalFalsePositives
  }

  protected override check(yTrue: Label, yPred: Predicted): void {
    this.counts.check(this, yTrue, yPred)
  }

  /** Counts an update that a metric brings, unless the metric is behind. */
  take(by: Sharer, yTrue: Label, yPred: Predicted, w: number | undefined): void {
    const weight = checkedWeight(by, w)
    const behind = this.turns.behind(by)
    if (behind > 0) this.counts.check(by, yTrue, yPred)
    else this.count(by, yTrue, yPred, weight)
    this.turns.move(by, behind, 1)
  }

  /** The same for an update to be taken back. */
  takeBack(by: Sharer, yTrue: Label, yPred: Predicted, w: number | undefined): void {
    const weight = checkedWeight(by, w)
    const behind = this.turns.behind(by)
    if (behind > 0) this.counts.check(by, yTrue, yPred)
    else this.uncount(by, yTrue, yPred, weight)
    this.turns.move(by, behind, 1)
  }

  /** The same for many updates: all are checked before the first is counted. */
  takeMany(
    by: Sharer,
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Predicted>,
    options: UpdateManyOptions | undefined,
  ): void {
    const weights = checkedWeights(this.counts, by, yTrue, yPred, options)
    const behind = this.turns.behind(by)
    this.countMany(by, yTrue, yPred, weights, behind)
    this.turns.move(by, behind, yTrue.length)
  }

  /** The same for a merge. */
  takeMerge(by: Sharer, other: ConfusionMatrix): void {
    checkMatrix(by, other)
    const behind = this.turns.behind(by)
    if (behind === 0) this.counts.merge(by.who, other.counts)
    this.turns.move(by, behind, 1)
  }

  /** Counts many that were checked, from a place on. */
  private countMany(
    by: Named,
    yTrue: ArrayLike<Label>,
    yPred: ArrayLike<Predicted>,
    weights: ArrayLike<number> | undefined,
    start: number,
  ): void {
    for (let i = start; i < yTrue.length; i++) {
      this.count(by, yTrue[i], yPred[i], weights ? weights[i] : 1)
    }
  }

  private count(by: Named, yTrue: Label, yPred: Predicted, w: number): void {
    const { counts } = this
    let row = counts.find(yTrue)
    let col = counts.find(yPred)
    if (row <= 0 || col < 0) {
      counts.check(by, yTrue, yPred)
      row = counts.code(yTrue)
      col = counts.code(yPred)
    }
    counts.add(row, col, w)
  }

  private uncount(by: Named, yTrue: Label, yPred: Predicted, w: number): void {
    const { counts } = this
    const row = counts.find(yTrue)
    const col = counts.find(yPred)
    if (row <= 0 || !counts.holds(row, col, w)) {
      const expected = 'what is reverted must have been given before'
      throw new InvalidInputError(by.who, expected, [yTrue, yPred, w])
    }
    counts.remove(row, col, w)
  }

  protected override format(): string {
    return ''
  }

  /** A table: the truth on the left, the predictions above; whole weights. */
  override toString(): string {
    const classes = [...new Set([...(this.options.classes ?? []), ...this.classes])].sort(inOrder)
    if (classes.length === 0) return ''
    const names = classes.map(labelText)
    const { data } = this
    const weight = (row: Predicted, col: Predicted) => data.get(row as Label)?.get(col) ?? 0
    const columns = classes.map((col) => classes.map((row) => grouped(weight(row, col))))
    return printTable(['', ...names], [names, ...columns])
  }
}

function checkMatrix(by: Named, other: unknown): void {
  if (other instanceof ConfusionMatrix) return
  throw new InvalidInputError(by.who, 'what is merged must be of the same class', other)
}

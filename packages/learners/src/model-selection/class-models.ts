import type { ClassifierLike, Labels, Row, Schema } from '@coelho/core'
import { Committee, labelsOf } from '../ensemble/committee.js'
import { checkList } from '../ensemble/models.js'
import type { Choice } from './choice.js'
import { checkClassificationMetric, checkTruth, type SelectionMetric } from './judge.js'

/** Several classifiers, of which one at a time is asked. */
export class ClassModels {
  static readonly id = 'modelSelection.ClassModels'
  static readonly state = ['committee'] as const
  static readonly parts: readonly unknown[] = [Committee]

  readonly labels: Labels
  private readonly committee: Committee
  private readonly metric: SelectionMetric
  /** By place 1 for the model that is asked, NaN for the others. */
  private readonly asked: Float64Array

  constructor(
    who: string,
    models: readonly ClassifierLike[],
    metric: SelectionMetric,
    schema: Schema,
  ) {
    checkList(who, models, 'classifier')
    checkClassificationMetric(who, metric)
    this.labels = labelsOf(models, schema)
    this.committee = new Committee(models, schema, this.labels)
    this.metric = metric
    this.asked = new Float64Array(models.length).fill(Number.NaN)
  }

  get list(): readonly ClassifierLike[] {
    return this.committee.list
  }

  /** Those that are chosen learn a row; each is judged by what it says before. */
  learn(choice: Choice, row: Row, label: number, weight: number): void {
    const truth = this.labels.at(label)
    const byLabel = this.metric.requiresLabels !== false
    const count = choice.pick()
    const { places } = choice
    for (let i = 0; i < count; i++) {
      choice.judge(places[i], truth, this.answer(places[i], row, byLabel), weight)
      this.committee.learn(places[i], row, label, weight, 1)
    }
    choice.took?.()
  }

  /** What the model at a place says: a label, undefined if it does not know, or probabilities. */
  private answer(place: number, row: Row, byLabel: boolean): unknown {
    if (!byLabel) return this.list[place].probabilities(row)
    return this.labels.at(this.predict(place, row))
  }

  predict(place: number, row: Row): number {
    return this.committee.predict(place, row)
  }

  /** Writes what the model at a place says of each label; false if it knows nothing. */
  score(place: number, row: Row, scores: Float64Array): boolean {
    this.asked[place] = 1
    const known = this.committee.vote(row, scores, this.asked)
    this.asked[place] = Number.NaN
    return known
  }

  /** Throws if a model could not learn such a target, or the metric not judge it. */
  checkTarget(y: unknown): void {
    this.committee.checkTarget(y)
    checkTruth(this.metric, y)
  }

  check(who: string, labels: Labels): void {
    this.committee.check(who, labels)
  }
}

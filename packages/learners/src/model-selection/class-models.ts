import {
  type ClassifierLike,
  type Label,
  type Labels,
  type Row,
  Schema,
  Labels as SomeLabels,
} from '@coelho/core'
import { Committee } from '../ensemble/committee.js'

/** Several classifiers, of which one at a time is asked. */
export class ClassModels {
  static readonly id = 'modelSelection.ClassModels'
  static readonly state = ['committee'] as const
  static readonly parts: readonly unknown[] = [Committee]

  private readonly committee: Committee
  private readonly labels: Labels
  /** By place 1 for the model that is asked, NaN for the others. */
  private readonly asked: Float64Array

  constructor(
    given: readonly ClassifierLike[] = [],
    schema: Schema = new Schema(),
    labels: Labels = new SomeLabels(),
  ) {
    this.committee = new Committee(given, schema, labels)
    this.labels = labels
    this.asked = new Float64Array(given.length).fill(Number.NaN)
  }

  get list(): readonly ClassifierLike[] {
    return this.committee.list
  }

  learn(place: number, row: Row, label: number, weight: number): void {
    this.committee.learn(place, row, label, weight, 1)
  }

  /** What the model at a place says: a label, undefined if it does not know, or probabilities. */
  answer(place: number, row: Row, byLabel: boolean): Label | undefined | Map<Label, number> {
    if (!byLabel) return this.list[place].probabilities(row)
    return this.labels.at(this.committee.predict(place, row))
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

  checkTarget(y: unknown): void {
    this.committee.checkTarget(y)
  }

  check(who: string, labels: Labels): void {
    this.committee.check(who, labels)
  }
}

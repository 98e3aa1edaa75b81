import type { Label, Labels } from '../data/labels.js'
import type { Reader } from '../data/reader.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import type { Verdict } from './classifier.js'

/** What an event may be learned with: a label or a number, or one for each of several outputs. */
export type Target = Label | Readonly<Record<string, Label>>

/** What an estimator is, and so which of the interfaces below it has. */
export type Kind = EstimatorLike['kind']

/**
 * What a model that holds other models asks of them. A learner gives it, and so does a pipeline,
 * which is of the kind of its last step.
 *
 * A wrapper or an ensemble works like this:
 *
 * - It takes a `ClassifierLike` (`RegressorLike`, …) as an option, checked by `requireKind`.
 * - Its models read rows under its own schema, so that it hands on the very row it was given:
 *   `super(underSchemaOf(new.target, given, given.model))`, and for each further member
 *   `model.clone(this.schema)`, which is fresh and under that schema.
 * - Its getter `held` lists them, a list that is made once. The contract then takes what the first
 *   of them takes, asks them before it learns (a pipeline may refuse a row), and keeps or takes
 *   back their names.
 * - `learnRow` calls `member.learnRow`, `predictRow` calls `member.predictRow`. Labels are codes,
 *   and each classifier has its own: `member.labels.add(label)` gives the code it is taught.
 * - A model that is to see other features than the wrapper has a schema of its own, is not in
 *   `held`, and is reached by a `Link`.
 */
export interface EstimatorLike {
  readonly kind: string
  /** Its name in messages. */
  readonly who: string
  /** What the rows it is given are read under. */
  readonly schema: Schema
  readonly takesCategories: boolean
  readonly takesNulls: boolean
  readonly textFeature: string | undefined
  /** Tells the features that nobody reads, where there are such. */
  readonly passesOver?: ((name: string) => boolean) | undefined
  /** Where objects come in, if that is of a kind of its own. */
  readonly ownDoor?: Reader | undefined
  /** True if it learns from targets. */
  readonly supervised: boolean
  /** The models it holds that read its rows. */
  readonly held?: readonly EstimatorLike[]
  /** True if it may refuse a row that has come through the door: `admitRow` tells. */
  readonly mayRefuse: boolean
  /** Throws if it cannot learn such a target; changes nothing. */
  checkTarget(y: unknown): void
  /** Throws if it cannot learn the row; changes nothing but names that `forget` takes back. */
  admitRow(row: Row): void
  /**
   * Learns a row with its target as it was given, which was checked; names it brought stay.
   * `options` are those of `learnOne`.
   */
  learnRowWith(row: Row, y: Target, weight: number, options?: object): void
  /** Keeps the names that came since the last time. */
  commit(): void
  /** Takes back the names that came since. */
  forget(): void
  /** One with the same options that has learned nothing, to read rows under the given schema. */
  clone(schema?: Schema): EstimatorLike
  toString(): string
}

/** What predicts: `answerRow` is what `predictOne` says, for a row. */
export interface PredictorLike extends EstimatorLike {
  answerRow(row: Row, options?: object): unknown
}

/** A classifier, or a pipeline that ends with one. */
export interface ClassifierLike extends PredictorLike {
  readonly kind: 'classifier'
  readonly labels: Labels
  learnRow(row: Row, label: number, weight: number): void
  scoreRow(row: Row, scores: Float64Array): boolean
  predictRow(row: Row): number
  answerRow(row: Row, options?: object): Label | undefined
  probabilities(row: Row): Map<Label, number>
  judgeRow(row: Row): Verdict
  clone(schema?: Schema): ClassifierLike
}

/** A regressor, or a pipeline that ends with one. */
export interface RegressorLike extends PredictorLike {
  readonly kind: 'regressor'
  learnRow(row: Row, y: number, weight: number): void
  predictRow(row: Row): number
  answerRow(row: Row, options?: object): unknown
  clone(schema?: Schema): RegressorLike
}

/** A clusterer, or a pipeline that ends with one. */
export interface ClustererLike extends PredictorLike {
  readonly kind: 'clusterer'
  learnRow(row: Row, weight: number): void
  predictRow(row: Row): number
  clone(schema?: Schema): ClustererLike
}

/** An anomaly detector, or a pipeline that ends with one. */
export interface AnomalyDetectorLike extends EstimatorLike {
  readonly kind: 'anomaly detector'
  learnRow(row: Row, weight: number): void
  scoreRow(row: Row): number
  clone(schema?: Schema): AnomalyDetectorLike
}

/**
 * A step that stands before others in a pipeline and stops the learning of what it takes for an
 * anomaly. Events pass through it unchanged.
 */
export interface AnomalyFilterLike extends EstimatorLike {
  readonly kind: 'anomaly filter'
  /** How unusual a row is; one that is supervised needs the target to tell. */
  scoreRowWith(row: Row, y: Target): number
  classify(score: number): boolean
  clone(schema?: Schema): AnomalyFilterLike
}

/** A transformer, a union of them, or a pipeline of transformers only. */
export interface TransformerLike extends EstimatorLike {
  readonly kind: 'transformer'
  /** The names of what comes out. */
  readonly outputSchema: Schema
  /** True if what comes out under a name is what went in; else told by the schemas. */
  readonly keepsValues?: boolean
  /** False if it has nothing to learn: then it may transform a row before others have learned. */
  readonly learns: boolean
  /**
   * River: true if the steps behind it learn from events as they were before it. It must then
   * have the output schema that it has for its input.
   */
  readonly standsAside?: boolean
  /**
   * True if a row that was just transformed shows which features come out of any row with its
   * stamp: they depend on those that go in alone, never on values.
   */
  foretells(row: Row, out: Row): boolean
  /**
   * What does in one go what the step before it and it do, if there is such a thing; neither of
   * them learns then.
   */
  joined?(before: EstimatorLike): TransformerLike | undefined
  /** True if it may refuse a row for its values, as a user's function may. */
  readonly refusesValues?: boolean
  /** True if it does so after a part of it has learned. */
  readonly unforeseeable?: boolean
  /** Writes the transformed row; `out` is never `row`. Call `forget` once it was used. */
  transformRow(row: Row, out: Row): void
  clone(schema?: Schema): TransformerLike
}

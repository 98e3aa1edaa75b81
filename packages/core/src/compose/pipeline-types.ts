import type { Probabilities, Verdict } from '../base/classifier.js'
import type {
  AnomalyDetectorLike,
  ClassifierLike,
  ClustererLike,
  EstimatorLike,
  PredictorLike,
  RegressorLike,
  Target,
  TransformerLike,
} from '../base/estimator-like.js'
import type { LearnManyOptions, LearnOptions } from '../base/weights.js'
import type { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Row } from '../data/row.js'
import type { Features, FeatureValue, Schema } from '../data/schema.js'

/** What a pipeline learns from: an event, or a mere text where its first step takes texts. */
export type PipelineEvent = Features | string

/** A transformer, or a function that makes an event of an event. */
export type TransformerStep = TransformerLike | TransformFunction
// biome-ignore lint/suspicious/noExplicitAny: a user's function says itself what it takes
export type TransformFunction = (x: any) => Features

/** A step as it is given: an estimator, a function, or a list of transformers for a union. */
export type Step = EstimatorLike | TransformFunction | readonly (TransformerStep | NamedStep)[]
/** A step with a name of its own. */
export type NamedStep = readonly [name: string, step: EstimatorLike | TransformFunction]

/** The estimator that a step becomes. */
export type EstimatorOf<Given> = Given extends readonly [string, infer Inner]
  ? EstimatorOf<Inner>
  : Given extends EstimatorLike
    ? Given
    : TransformerLike

/** The estimator that the last of some steps becomes. */
export type LastOf<Steps extends readonly unknown[]> = Steps extends readonly []
  ? EstimatorLike
  : Steps extends readonly [...unknown[], infer Last]
    ? EstimatorOf<Last>
    : EstimatorLike

/** What every pipeline has, whatever its last step is. */
export interface PipelineBase<Last extends EstimatorLike = EstimatorLike> {
  readonly who: string
  readonly kind: Last['kind']
  readonly schema: Schema
  readonly takesCategories: boolean
  readonly takesNulls: boolean
  readonly textFeature: string | undefined
  readonly supervised: boolean
  readonly mayRefuse: boolean
  readonly held: readonly EstimatorLike[]
  /** The steps by name. */
  readonly steps: Map<string, EstimatorLike>
  /** The last step. */
  readonly last: Last
  readonly length: number
  /** A step by its name or its place. */
  get(key: string | number): EstimatorLike | undefined
  /** What comes out of the transformers; the model, if there is one, is left out. */
  transformOne(x: PipelineEvent): Record<string, FeatureValue>
  transformMany(frame: Frame): Frame
  /** The way of one event through the steps, as text. */
  debugOne(x: PipelineEvent, options?: DebugOptions): string
  /** The pipeline as a graph, in the language of Graphviz. */
  toDot(): string
  /** The pipeline as a graph, in the language of Mermaid. */
  toMermaid(): string
  /** A pipeline of fresh steps with the same options, to read events under the given schema. */
  clone(schema?: Schema): Pipeline<Last>
  toString(): string
  checkTarget(y: unknown): void
  admitRow(row: Row): void
  learnRowWith(row: Row, y: Target, weight: number, options?: object): void
  commit(): void
  forget(): void
}

export interface DebugOptions {
  /** Tell of each value whether it is a number, a string or a boolean. */
  readonly showTypes?: boolean
  /** How many digits stand behind the point. */
  readonly nDecimals?: number
}

type Predicted<Last, Fallback> = Last extends { predictOne(...args: infer _Args): infer Answer }
  ? Answer
  : Fallback

interface Classifies<Last extends EstimatorLike> extends PipelineBase<Last> {
  readonly kind: 'classifier'
  readonly labels: ClassifierLike['labels']
  learnOne(x: PipelineEvent, y: Label, options?: LearnOptions): void
  learnMany(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void
  predictOne(x: PipelineEvent, options?: object): Label | undefined
  predictMany(frame: Frame): (Label | undefined)[]
  predictProbaOne(x: PipelineEvent): Map<Label, number>
  predictProbaMany(frame: Frame): Probabilities
  judgeOne(x: PipelineEvent): Verdict
  predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Label>,
    options?: LearnManyOptions,
  ): (Label | undefined)[]
  learnRow(row: Row, label: number, weight: number): void
  scoreRow(row: Row, scores: Float64Array): boolean
  predictRow(row: Row): number
  answerRow(row: Row, options?: object): Label | undefined
  probabilities(row: Row): Map<Label, number>
  judgeRow(row: Row): Verdict
  predictThenLearnRow(row: Row, label: number, weight: number): number
}

interface Regresses<Last extends EstimatorLike> extends PipelineBase<Last> {
  readonly kind: 'regressor'
  learnOne(x: PipelineEvent, y: number, options?: LearnOptions): void
  learnMany(frame: Frame, y: ArrayLike<number>, options?: LearnManyOptions): void
  predictOne(x: PipelineEvent, options?: object): Predicted<Last, number>
  predictMany(frame: Frame): Float64Array
  predictThenLearnMany(frame: Frame, y: ArrayLike<number>, options?: LearnManyOptions): Float64Array
  learnRow(row: Row, y: number, weight: number): void
  predictRow(row: Row): number
  answerRow(row: Row, options?: object): unknown
  predictThenLearnRow(row: Row, y: number, weight: number): number
}

interface Clusters<Last extends EstimatorLike> extends PipelineBase<Last> {
  readonly kind: 'clusterer'
  learnOne(x: PipelineEvent, y?: Target, options?: LearnOptions): void
  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: LearnManyOptions): void
  predictOne(x: PipelineEvent, options?: object): number
  predictMany(frame: Frame): Int32Array
  learnRow(row: Row, weight: number): void
  predictRow(row: Row): number
  answerRow(row: Row, options?: object): unknown
}

interface Detects<Last extends EstimatorLike> extends PipelineBase<Last> {
  readonly kind: 'anomaly detector'
  learnOne(x: PipelineEvent, y?: Target, options?: LearnOptions): void
  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: LearnManyOptions): void
  scoreOne(x: PipelineEvent): number
  scoreMany(frame: Frame): Float64Array
  learnRow(row: Row, weight: number): void
  scoreRow(row: Row): number
}

interface Transforms<Last extends EstimatorLike> extends PipelineBase<Last> {
  readonly kind: 'transformer'
  readonly outputSchema: Schema
  readonly learns: boolean
  readonly keepsValues: boolean
  readonly refusesValues: boolean
  readonly unforeseeable: boolean
  foretells(row: Row, out: Row): boolean
  learnOne(x: PipelineEvent, y?: Target, options?: LearnOptions): void
  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: LearnManyOptions): void
  transformRow(row: Row, out: Row): void
}

/** A pipeline whose last step is of a kind of its own: it learns, and predicts if that can. */
interface Others<Last extends EstimatorLike> extends PipelineBase<Last> {
  learnOne(x: PipelineEvent, y?: Target, options?: LearnOptions): void
  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: LearnManyOptions): void
}

interface Predicts<Last extends EstimatorLike> extends Others<Last> {
  predictOne(x: PipelineEvent, options?: object): Predicted<Last, unknown>
  answerRow(row: Row, options?: object): unknown
}

/** A pipeline by its last step: what that can do, the whole can. */
export type Pipeline<Last extends EstimatorLike = EstimatorLike> = Last extends ClassifierLike
  ? Classifies<Last>
  : Last extends RegressorLike
    ? Regresses<Last>
    : Last extends ClustererLike
      ? Clusters<Last>
      : Last extends AnomalyDetectorLike
        ? Detects<Last>
        : Last extends TransformerLike
          ? Transforms<Last>
          : Last extends PredictorLike
            ? Predicts<Last>
            : Others<Last>

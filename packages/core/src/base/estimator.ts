import type { Frame } from '../data/frame.js'
import { FrameReader } from '../data/frame-reader.js'
import { Reader } from '../data/reader.js'
import { Schema } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { describeBuild } from '../options/describe.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { shortName } from './class-name.js'

/** What every constructor takes besides its own options. */
export interface CommonOptions {
  /** The schema events are read under; give one to set its limits. */
  readonly schema?: Schema
}

/** The options of a class as a user gives them. */
export type Given<Options> = Readonly<Partial<Options>> & CommonOptions

/** What generic code reads from a class of estimators. */
export interface EstimatorClass {
  new (options?: never): Estimator
  /** Its name in the API, `tree.HoeffdingTreeClassifier`: minified code keeps it. */
  readonly id: string
  /** What each option may be. */
  readonly rules: Rules<object>
  /** The names of the fields that make up what was learned. */
  readonly state: readonly string[]
  /** The classes of the parts that the state holds. */
  readonly parts?: readonly unknown[]
}

/**
 * What every learner is: options that never change, a schema, and state declared by name, over
 * which saving, cloning and printing are written once.
 */
export abstract class Estimator<Options extends object = object> {
  static readonly id: string = 'Estimator'
  static readonly rules: Rules<object> = {}
  static readonly state: readonly string[] = []

  readonly options: Readonly<Options>
  readonly schema: Schema
  private reader: Reader | undefined

  constructor(given: Given<Options> = {} as Given<Options>) {
    const cls = new.target as unknown as EstimatorClass
    const isRecord = typeof given === 'object' && !Array.isArray(given)
    const { schema, ...own } = isRecord && given ? given : {}
    this.options = resolveOptions(
      shortName(cls),
      (isRecord ? own : given) as unknown as Partial<Options>,
      cls.rules as Rules<Options>,
    )
    if (schema !== undefined && !(schema instanceof Schema)) {
      throw new InvalidOptionError(shortName(cls), 'schema', 'must be a Schema', schema)
    }
    this.schema = schema ?? new Schema()
  }

  /** Its name in messages: `HoeffdingTreeClassifier`. */
  get who(): string {
    return shortName(this.constructor as unknown as EstimatorClass)
  }

  /** True if values may be strings; else they are refused at the door. */
  get takesCategories(): boolean {
    return false
  }

  /** A new estimator with the same options that has learned nothing. */
  clone(): this {
    const cls = this.constructor as new (options: object) => this
    const options = Object.entries(this.options).map(([name, value]) => [
      name,
      value instanceof Estimator ? value.clone() : value,
    ])
    return new cls({ ...Object.fromEntries(options), schema: this.schema.fresh() })
  }

  /** Reads like the code that builds it. */
  toString(): string {
    const cls = this.constructor as unknown as EstimatorClass
    return describeBuild(this.who, this.options, cls.rules as Rules<Options>)
  }

  /** The door of this estimator: made when first used, and never part of its state. */
  protected get door(): Reader {
    this.reader ??= new Reader(this.who, this.schema, this.takesCategories)
    return this.reader
  }

  /** The rows of a frame under this estimator's schema. */
  protected rowsOf(frame: Frame): FrameReader {
    return new FrameReader(this.who, frame, this.schema, this.door.row, this.takesCategories)
  }

  /** The same to learn from: the names it brought stay, and from here on nothing can fail. */
  protected rowsToLearn(frame: Frame): FrameReader {
    const rows = this.rowsOf(frame)
    this.schema.commit()
    return rows
  }

  /** Takes back the names that a prediction brought. */
  forget(): void {
    if (this.schema.provisional) this.schema.rollback()
  }
}

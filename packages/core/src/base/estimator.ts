import type { Frame } from '../data/frame.js'
import { FrameReader } from '../data/frame-reader.js'
import { Reader } from '../data/reader.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { Schema } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { Configured } from './configured.js'
import type { EstimatorLike } from './estimator-like.js'

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

/** What every learner is: built from options, it reads events under a schema. */
export abstract class Estimator<Options extends object = object> extends Configured<Options> {
  static override readonly id: string = 'Estimator'

  readonly schema: Schema
  private reader: Reader | undefined

  constructor(given: Given<Options> = {} as Given<Options>) {
    const isRecord = typeof given === 'object' && !Array.isArray(given)
    const { schema, ...own } = isRecord && given ? given : {}
    super((isRecord ? own : given) as unknown as Partial<Options>)
    if (schema !== undefined && !(schema instanceof Schema)) {
      throw new InvalidOptionError(this.who, 'schema', 'must be a Schema', schema)
    }
    this.schema = schema ?? new Schema()
  }

  /**
   * True if values may be strings; else they are refused at the door. What holds another model
   * takes what the first it holds takes, here and below.
   */
  get takesCategories(): boolean {
    return this.held.length > 0 && this.held[0].takesCategories
  }

  /** True if a feature that is given as null is told to it; else it counts as absent. */
  get takesNulls(): boolean {
    return this.held.length > 0 && this.held[0].takesNulls
  }

  /** The feature that an event which is a mere string becomes; undefined: it is refused. */
  get textFeature(): string | undefined {
    return this.held.length > 0 ? this.held[0].textFeature : undefined
  }

  /** Tells the features that it does not read, nor what comes after it. */
  get passesOver(): ((name: string) => boolean) | undefined {
    return undefined
  }

  /**
   * A new estimator with the same options that has learned nothing. Models among its options are
   * cloned too; those that read rows under its schema do so under that of the clone.
   */
  override clone(schema: Schema = this.schema.fresh()): this {
    const cls = this.constructor as new (options: object) => this
    const options = Object.entries(this.options).map(([name, value]) => [
      name,
      freshOption(value, this.schema, schema),
    ])
    return new cls({ ...Object.fromEntries(options), schema })
  }

  /** The door of this estimator: made when first used, and never part of its state. */
  protected get door(): Reader {
    if (this.reader) return this.reader
    const { who, schema, takesCategories, takesNulls, textFeature, passesOver } = this
    if (passesOver) schema.passOver(passesOver)
    this.reader = new Reader(who, schema, takesCategories, takesNulls, textFeature)
    return this.reader
  }

  /** The rows of a frame under this estimator's schema. */
  protected rowsOf(frame: Frame): FrameReader {
    const { who, schema, door, takesCategories, takesNulls } = this
    return new FrameReader(who, frame, schema, door.row, takesCategories, takesNulls)
  }

  /** The same to learn from: the names it brought stay, and from here on nothing can fail. */
  protected rowsToLearn(frame: Frame): FrameReader {
    const rows = this.rowsOf(frame)
    if (this.mayRefuse) {
      for (let i = 0; i < frame.length; i++) this.admitOrForget(rows.read(i))
    }
    this.commit()
    return rows
  }

  /** An event to learn from: the names it brought stay, and from here on nothing can fail. */
  protected rowToLearn(x: Features): Row {
    if (!this.mayRefuse) return this.door.read(x)
    const row = this.door.peek(x)
    this.admitOrForget(row)
    this.commit()
    return row
  }

  /** What `tell` says of an event that is only looked at: the names it brought are taken back. */
  protected lookAt<Told>(x: Features, tell: (row: Row) => Told): Told {
    const row = this.door.peek(x)
    try {
      return tell(row)
    } finally {
      this.forget()
    }
  }

  private admitOrForget(row: Row): void {
    try {
      this.admitRow(row)
    } catch (error) {
      this.forget()
      throw error
    }
  }

  /** Throws if it cannot learn such a target; changes nothing. Unsupervised ones take any. */
  checkTarget(_y: unknown): void {}

  /** The models it holds that read its rows: see `EstimatorLike`. */
  get held(): readonly EstimatorLike[] {
    return NONE
  }

  /** True if it learns from targets. */
  get supervised(): boolean {
    return true
  }

  /** True if `learnRow` may refuse what has come through the door: only what holds others does. */
  get mayRefuse(): boolean {
    const { held } = this
    for (let i = 0; i < held.length; i++) if (held[i].mayRefuse) return true
    return false
  }

  /** Throws if `learnRow` would refuse the row; changes nothing but names `forget` takes back. */
  admitRow(row: Row): void {
    const { held } = this
    for (let i = 0; i < held.length; i++) held[i].admitRow(row)
  }

  /** Keeps the names that an event brought. */
  commit(): void {
    this.schema.commit()
    const { held } = this
    for (let i = 0; i < held.length; i++) held[i].commit()
  }

  /** Takes back the names that a prediction brought. */
  forget(): void {
    if (this.schema.provisional) this.schema.rollback()
    const { held } = this
    for (let i = 0; i < held.length; i++) held[i].forget()
  }
}

const NONE: readonly EstimatorLike[] = []

/** Learned state is never shared: a clone has models, optimizers and the like of its own. */
function freshOption(value: unknown, from: Schema, to: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => freshOption(item, from, to))
  if (!isCloneable(value)) return value
  return value.schema === from ? value.clone(to) : value.clone()
}

interface Cloneable {
  readonly schema?: unknown
  clone(schema?: Schema): unknown
}

function isCloneable(value: unknown): value is Cloneable {
  if (typeof value !== 'object' || value === null) return false
  return typeof (value as Partial<Cloneable>).clone === 'function'
}

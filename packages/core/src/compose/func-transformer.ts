import type { Given } from '../base/estimator.js'
import { Transformer } from '../base/transformer.js'
import { ObjectWriter } from '../data/object-writer.js'
import { Reader } from '../data/reader.js'
import { Row } from '../data/row.js'
import type { Features, Schema } from '../data/schema.js'
import type { Rules } from '../options/rules.js'
import type { TransformFunction } from './pipeline-types.js'

export interface FuncTransformerOptions {
  /** Makes an event of an event; it must not change the one it is given. */
  readonly func: TransformFunction
}

/**
 * A function as a step. It is given an event as an object and gives another: of all steps only
 * this one costs objects. In a pipeline a bare function does. Where it comes first it is given
 * the very object that was passed, with dates and lists in it if need be; what it gives must be
 * numbers, strings and booleans.
 *
 * A function is no data: to be saved it needs a string as its `id`, under which it is found among
 * the `learners` that are given to `snapshot.load`.
 *
 * @example
 * const area = new compose.FuncTransformer({ func: (x) => ({ ...x, area: x.width * x.height }) })
 * area.transformOne({ width: 2, height: 3 }) // => { width: 2, height: 3, area: 6 }
 */
export class FuncTransformer extends Transformer<FuncTransformerOptions> {
  static override readonly id = 'compose.FuncTransformer'
  static override readonly rules: Rules<FuncTransformerOptions> = { func: { kind: 'function' } }
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  private given: ObjectWriter | undefined
  private result: Reader | undefined
  private objects: ObjectDoor | undefined

  constructor(given: Given<FuncTransformerOptions>) {
    super(given)
  }

  /** The name of the function. */
  get name(): string {
    return this.options.func.name || this.who
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get learns(): boolean {
    return false
  }

  override get mayRefuse(): boolean {
    return true
  }

  /** True: what a function says of an event is known only when it was asked. */
  get refusesValues(): boolean {
    return true
  }

  /** There is nothing to learn. */
  learnRow(_row: Row): void {}

  override admitRow(row: Row): void {
    this.ask(row)
  }

  transformRow(row: Row, out: Row): void {
    const made = this.ask(row)
    const { order, values, nulls, count, nullCount, stamp } = made
    out.clear()
    for (let k = 0; k < count; k++) out.put(order[k], values[order[k]])
    for (let k = 0; k < nullCount; k++) out.putNull(nulls[k])
    out.seal(this.output.size)
    out.stamp = stamp
  }

  /** Events that come as objects are handed to the function as they are. */
  get ownDoor(): Reader {
    this.objects ??= new ObjectDoor(this.who, this.schema)
    return this.objects
  }

  protected override get door(): Reader {
    return this.ownDoor
  }

  private ask(row: Row): Row {
    this.given ??= new ObjectWriter(this.schema, true)
    // Objects a function makes may each have a class of their own: `{ ...x, more }` does that.
    this.result ??= new Reader(this.name, this.output, true, true, undefined, true)
    const x = row === this.objects?.stand ? this.objects.x : this.given.write(row)
    return this.result.peek(this.options.func(x) as Features)
  }

  override toString(): string {
    return `FuncTransformer({ func: ${this.name} })`
  }
}

/** Holds an event as it came: what a row cannot hold, a date or a list, reaches the function. */
class ObjectDoor extends Reader {
  x: unknown
  /** The row that stands for the event; `row` is that of frames. */
  readonly stand: Row = new Row()

  constructor(who: string, schema: Schema) {
    super(who, schema, true, true)
  }

  override peek(x: Features): Row {
    this.x = x
    return this.stand
  }
}

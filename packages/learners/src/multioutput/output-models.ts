import {
  type ClassifierLike,
  type EstimatorLike,
  type OutputPart,
  type Schema,
  SnapshotError,
  snapshot,
} from '@coelho/core'
import { columnsOf } from './options.js'

/** Names of outputs, each with the model of its own: what several models of outputs hold. */
export class OutputModels<Model extends EstimatorLike> implements OutputPart {
  static readonly id: string = 'multioutput.OutputModels'
  static readonly state: readonly string[] = ['names', 'list']

  /** The outputs, in the order in which they are learned. */
  readonly names: string[]
  /** The models of the first of them. */
  readonly list: Model[] = []
  /** What was given: it never learns, and stands for models that have learned nothing. */
  readonly given: Model
  private readonly places: Map<string, number> = new Map()
  /** What was given, and the models. */
  readonly all: Model[]

  constructor(given: Model, names: readonly string[] = []) {
    this.given = given
    this.names = [...names]
    this.all = [given]
    this.index()
  }

  private index(): void {
    this.places.clear()
    this.names.forEach((name, i) => {
      this.places.set(name, i)
    })
  }

  /** The place of an output, which is given the next one if it is new. */
  add(name: string): number {
    const known = this.places.get(name)
    if (known !== undefined) return known
    this.places.set(name, this.names.length)
    return this.names.push(name) - 1
  }

  /** The model of an output, also of one that is not known yet. */
  of(name: string): Model {
    return this.at(this.places.get(name) ?? this.list.length)
  }

  /** The model at a place, to predict with. */
  at(place: number): Model {
    return place < this.list.length ? this.list[place] : this.given
  }

  /** The model at a place, to learn. */
  toLearn(place: number): Model {
    const { schema } = this.given
    while (this.list.length <= place) {
      const model = snapshot.copy(this.given, [[schema, schema]])
      this.list.push(model)
      this.all.push(model)
    }
    return this.list[place]
  }

  /** Of these names, how many outputs there would be. */
  sizeWith(names: Iterable<string>): number {
    let size = this.names.length
    for (const name of names) if (!this.places.has(name)) size += 1
    return size
  }

  checkOutput(name: string, value: unknown): void {
    this.of(name).checkTarget(value)
  }

  checkTargets(who: string, y: ArrayLike<unknown>, weights?: ArrayLike<number>): void {
    if (this.given.kind !== 'classifier') return
    for (const [name, column] of columnsOf(y, weights)) {
      const { labels } = this.of(name) as EstimatorLike as ClassifierLike
      labels.encode(who, column.values, column.weights)
    }
  }

  get byName(): Map<string, Model> {
    return new Map(this.list.map((model, i) => [this.names[i], model]))
  }

  /** Throws unless all is as it may be once restored; the models read rows under that schema. */
  check(who: string, schema: Schema, first: readonly string[] = []): void {
    const { names, list, given } = this
    const areNames = names.every((name) => typeof name === 'string')
    const begins = first.every((name, i) => names[i] === name)
    if (!areNames || !begins || new Set(names).size !== names.length) {
      throw new SnapshotError(`${who} must have outputs with names that differ`)
    }
    const own = Object.getPrototypeOf(given)
    const areCopies = list.every(
      (model) =>
        Object.getPrototypeOf(model ?? 0) === own &&
        model !== given &&
        model.kind === given.kind &&
        model.schema === schema,
    )
    if (!areCopies || list.length > names.length || new Set(list).size !== list.length) {
      throw new SnapshotError(`the models of ${who} must be copies of the one it was given`)
    }
    this.all.splice(0, Infinity, given, ...list)
    this.index()
  }
}

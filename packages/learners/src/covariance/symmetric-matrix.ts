import {
  Configured,
  type Features,
  growFloats,
  growInts,
  InvalidFeatureError,
  InvalidInputError,
  Schema,
} from '@coelho/core'

/** A matrix has the square of so many numbers. */
const MOST_NAMES = 4096

/** A number for each two features, whichever comes first, kept up to date while events come. */
export abstract class SymmetricMatrix<
  Options extends object = object,
  Entry = number,
> extends Configured<Options> {
  static override readonly state: readonly string[] = ['names']

  /** The features, each with its place. */
  protected readonly names: Schema = new Schema({ maxFeatures: MOST_NAMES })
  /** The event at hand: places and values of its features, the first `count` are valid. */
  protected places: Int32Array = new Int32Array(8)
  protected values: Float64Array = new Float64Array(8)
  protected count = 0

  /** Takes in an event. */
  abstract update(x: Features): void

  /** What is kept of two places; undefined if they never came together. */
  protected abstract entry(i: number, j: number): Entry | undefined

  /** What is kept of two features; undefined if they never came together. */
  get(i: string, j: string): Entry | undefined {
    const [one, other] = [this.names.find(i), this.names.find(j)]
    return one < 0 || other < 0 ? undefined : this.entry(one, other)
  }

  /** What is kept of each two features, by their names. */
  get matrix(): Map<string, Map<string, Entry>> {
    const names = this.names.names()
    const rowOf = (i: number) => {
      const row = new Map<string, Entry>()
      names.forEach((name, j) => {
        const entry = this.entry(i, j)
        if (entry !== undefined) row.set(name, entry)
      })
      return row
    }
    return new Map(names.map((name, i) => [name, rowOf(i)]))
  }

  /** Reads an event of numbers; throws, and changes nothing, if it is none. */
  protected read(x: Features): void {
    const { who, names } = this
    if (typeof x !== 'object' || x === null || Array.isArray(x)) {
      throw new InvalidInputError(who, 'an event must be an object of features', x)
    }
    const keys = Object.keys(x)
    this.places = growInts(this.places, keys.length)
    this.values = growFloats(this.values, keys.length)
    let count = 0
    try {
      for (let k = 0; k < keys.length; k++) {
        const value = x[keys[k]]
        if (value === null || value === undefined) continue
        if (!Number.isFinite(value) && typeof value !== 'boolean') {
          throw new InvalidFeatureError(who, keys[k], 'must be a finite number', value)
        }
        this.places[count] = names.add(who, keys[k], 'number')
        this.values[count++] = Number(value)
      }
    } catch (error) {
      names.rollback()
      throw error
    }
    this.count = count
  }
}

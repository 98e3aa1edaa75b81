import type { Schema } from '@coelho/core'
import { type Features, InvalidFeatureError, InvalidInputError, Reader, Row } from '@coelho/core'
import { murmurHash } from './murmur-hash.js'
import type { Places } from './places.js'

/** Events that come as objects are hashed as they are read: no name of them is kept. */
export class HashDoor extends Reader {
  /** The row that stands for the event; `row` is that of frames. */
  readonly stand: Row = new Row()
  readonly places: Places
  private readonly owner: string
  private readonly key: number

  constructor(who: string, schema: Schema, places: Places, key: number) {
    super(who, schema, true)
    this.owner = who
    this.places = places
    this.key = key
  }

  override read(x: Features): Row {
    return this.peek(x)
  }

  override peek(x: Features): Row {
    const { places, owner } = this
    if (typeof x !== 'object' || x === null || Symbol.iterator in x) {
      throw new InvalidInputError(owner, 'an event must be an object of features', x)
    }
    places.count = 0
    const names = Object.keys(x)
    for (let k = 0; k < names.length; k++) {
      const value = x[names[k]]
      if (value !== null && value !== undefined) this.hash(names[k], value)
    }
    return this.stand
  }

  private hash(name: string, value: number | string | boolean): void {
    const { places, key } = this
    if (typeof value === 'string') {
      places.add(murmurHash(`${name}=${value}`, key), 1)
      return
    }
    const size = typeof value === 'boolean' ? Number(value) : value
    if (!Number.isFinite(size)) {
      const expected = 'must be a finite number, a string or a boolean'
      throw new InvalidFeatureError(this.owner, name, expected, value)
    }
    places.add(murmurHash(name, key), size)
  }
}

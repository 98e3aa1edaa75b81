import {
  type EstimatorLike,
  growInts,
  NO_INTS,
  type Reader,
  type Row,
  type Rules,
  random,
  Schema,
  SnapshotError,
  Transformer,
  type TransformerLike,
} from '@coelho/core'
import { HashDoor } from './hash-door.js'
import { hashedTerms } from './hashed-terms.js'
import { murmurHash } from './murmur-hash.js'
import { Places } from './places.js'

export interface FeatureHasherOptions {
  /** How many different features may come out. */
  readonly nFeatures: number
  /** Seeds the hashes; null: one is drawn. */
  readonly seed: number | null
  /** Give half of the features a minus, so that those that meet cancel out and don't add up. */
  readonly alternateSign: boolean
}

/**
 * Numbers instead of names: each feature is put where the hash of its name leads to, a category
 * where that of `name=category` leads to. Those that meet are added up.
 *
 * Objects are hashed as they are read, and no name of them is kept: there may be any number of
 * words. Behind a `BagOfWords` in a pipeline words are hashed as their letters are read, and a
 * model that comes next knows features by their numbers, `nFeatures` of them at most. Rows that
 * come from other steps, or from frames, have names under a schema with its limits.
 *
 * @example
 * const hasher = new FeatureHasher({ nFeatures: 10, seed: 42 })
 * hasher.transformOne({ dog: 1, cat: 2, elephant: 4 }) // => { 5: -3, 7: 2 }
 */
export class FeatureHasher extends Transformer<FeatureHasherOptions> {
  static override readonly id = 'preprocessing.FeatureHasher'
  static override readonly rules: Rules<FeatureHasherOptions> = {
    nFeatures: { kind: 'integer', default: 1_048_576, atLeast: 1, atMost: 16_777_216 },
    seed: { kind: 'integer', default: null, nullable: true, atLeast: 0, atMost: 0xffffffff },
    alternateSign: { kind: 'boolean', default: true },
  }
  static override readonly state = ['output', 'seed', 'key'] as const

  private readonly output: Schema = outputFor(this.options.nFeatures)
  /** The seed that was given or drawn: a model given it repeats the run. */
  readonly seed: number = this.options.seed ?? Math.floor(Math.random() * 2 ** 32)
  /** What names are hashed with: it follows from the seed. */
  private readonly key: number = keyOf(this.seed)
  private objects: HashDoor | undefined
  private readonly places: Places = this.newPlaces()
  /** The hashes of features, and of their categories: 0 while unknown. */
  private features: Int32Array = NO_INTS
  private readonly categories: Int32Array[] = []

  override get takesCategories(): boolean {
    return true
  }

  override get outputSchema(): Schema {
    return this.output
  }

  /** False: hashes are known without learning. */
  override get learns(): boolean {
    return false
  }

  /** Events that come as objects are hashed where they come in. */
  get ownDoor(): Reader {
    this.objects ??= new HashDoor(this.who, this.schema, this.newPlaces(), this.key)
    return this.objects
  }

  protected override get door(): Reader {
    return this.ownDoor
  }

  /** Behind a step that counts words, in a pipeline, words are hashed as they are read. */
  joined(before: EstimatorLike): TransformerLike | undefined {
    return hashedTerms(before, this.newPlaces(), this.key, this.output)
  }

  private newPlaces(): Places {
    return new Places(this.options.nFeatures, this.options.alternateSign)
  }

  /** There is nothing to learn. */
  learnRow(_row: Row): void {}

  transformRow(row: Row, out: Row): void {
    const { objects } = this
    const places = objects && row === objects.stand ? objects.places : this.hash(row)
    places.write(this.who, this.output, out, true)
  }

  /** The places of what is in a row that has names. */
  private hash(row: Row): Places {
    const { places, schema } = this
    const { order, values, count } = row
    places.count = 0
    for (let k = 0; k < count; k++) {
      const feature = order[k]
      const value = values[feature]
      if (schema.kind(feature) === 'number') places.add(this.hashOfName(feature), value)
      else {
        const category = schema.category(feature, value)
        const isText = typeof category === 'string'
        places.add(
          isText ? this.hashOfCategory(feature, value, category) : this.hashOfName(feature),
          isText ? 1 : (category ?? value),
        )
      }
    }
    return places
  }

  private hashOfName(feature: number): number {
    const known = feature < this.features.length ? this.features[feature] : 0
    if (known !== 0) return known
    const { schema, key } = this
    const hash = murmurHash(schema.name(feature), key)
    if (!schema.provisional) {
      this.features = growInts(this.features, feature + 1)
      this.features[feature] = hash
    }
    return hash
  }

  private hashOfCategory(feature: number, value: number, category: string): number {
    const hashes = this.categories[feature] ?? NO_INTS
    if (value < hashes.length && hashes[value] !== 0) return hashes[value]
    const { schema, key } = this
    const hash = murmurHash(`${schema.name(feature)}=${category}`, key)
    if (!schema.provisional && !schema.isText(feature)) {
      while (this.categories.length <= feature) this.categories.push(NO_INTS)
      this.categories[feature] = growInts(hashes, value + 1)
      this.categories[feature][value] = hash
    }
    return hash
  }

  checkState(): void {
    const { seed, key, output } = this
    const isSeed = Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32
    if (!isSeed || key !== keyOf(seed)) {
      throw new SnapshotError('FeatureHasher must have a seed of 32 bits and what follows', seed)
    }
    if (output.useNumbers(this.options.nFeatures)) return
    throw new SnapshotError('FeatureHasher must give numbers below nFeatures', output.name(0))
  }
}

function outputFor(nFeatures: number): Schema {
  const output = new Schema()
  output.useNumbers(nFeatures)
  return output
}

function keyOf(seed: number): number {
  return new random.NumpyRandomState(seed).randint(0, 2 ** 32)
}

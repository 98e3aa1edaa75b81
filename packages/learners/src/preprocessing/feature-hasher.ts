import {
  type Category,
  type Row,
  type Rules,
  random,
  Schema,
  SnapshotError,
  Transformer,
} from '@coelho/core'
import { murmurHash } from './murmur-hash.js'
import { NO_NUMBER, ValueTable } from './value-table.js'

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
 * where that of `name=category` leads to. Those that meet are added up. The schema still keeps
 * the names and categories that were met, up to its limits.
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
  static override readonly state = ['output', 'places', 'seed', 'key'] as const
  static readonly parts: readonly unknown[] = [ValueTable]

  private readonly output: Schema = new Schema({
    ...this.schema.options,
    maxFeatures: Math.max(this.schema.options.maxFeatures, this.options.nFeatures),
  })
  /** For each feature or category its place in the output plus 1, with the sign it gets. */
  private readonly places: ValueTable = new ValueTable()
  /** The seed that was given or drawn: a model given it repeats the run. */
  readonly seed: number = this.options.seed ?? Math.floor(Math.random() * 2 ** 32)
  /** What names are hashed with: it follows from the seed. */
  private readonly key: number = keyOf(this.seed)

  override get takesCategories(): boolean {
    return true
  }

  override get outputSchema(): Schema {
    return this.output
  }

  learnRow(row: Row): void {
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const isCategory = this.schema.kind(feature) === 'category'
      const value = isCategory ? values[feature] : 0
      const place = this.places.get(feature, isCategory, value)
      if (place === NO_NUMBER) {
        this.places.set(feature, isCategory, value, this.placeOf(feature, value))
      }
    }
  }

  private placeOf(feature: number, code: number): number {
    const name = this.schema.name(feature)
    const category: Category | undefined = this.schema.category(feature, code)
    const hash = murmurHash(category === undefined ? name : `${name}=${category}`, this.key)
    const { nFeatures } = this.options
    const place = ((hash % nFeatures) + nFeatures) % nFeatures
    const out = this.output.add(this.who, String(place), 'number')
    return hash < 0 && this.options.alternateSign ? -1 - out : 1 + out
  }

  transformRow(row: Row, out: Row): void {
    const { indices, values, count } = row
    out.clear()
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const isCategory = this.schema.kind(feature) === 'category'
      const code = isCategory ? values[feature] : 0
      const known = this.places.get(feature, isCategory, code)
      const place = known !== NO_NUMBER ? known : this.placeOf(feature, code)
      const slot = Math.abs(place) - 1
      const size = isCategory ? 1 : values[feature]
      const value = place < 0 ? -size : size
      if (slot < out.width && out.values[slot] === out.values[slot]) out.values[slot] += value
      else out.put(slot, value)
    }
    out.seal(this.output.size)
  }

  checkState(): void {
    const { seed, key, output } = this
    this.places.check(this.schema.size, (place) => {
      return Number.isInteger(place) && place !== 0 && Math.abs(place) <= output.size
    })
    const isSeed = Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32
    if (isSeed && key === keyOf(seed)) return
    throw new SnapshotError('FeatureHasher must have a seed of 32 bits and what follows', seed)
  }
}

function keyOf(seed: number): number {
  return new random.NumpyRandomState(seed).randint(0, 2 ** 32)
}

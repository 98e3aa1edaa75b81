import { SnapshotError } from '../errors.js'
import { type Checking, classOf, isSelfStoring, type StoredClass, stateFields } from './classes.js'
import { kindOfArray, type NumberArray } from './format.js'

/**
 * A second model that has learned the same and from here on learns by itself: what saving and
 * loading would give, without the bytes. What is held elsewhere, such as a schema, can be
 * replaced by what is to be held instead.
 *
 * @example
 * const model = new naiveBayes.GaussianNB()
 * model.learnOne({ height: 110 }, 'child')
 * const other = snapshot.copy(model)
 * other.learnOne({ height: 175 }, 'adult')
 * model.predictOne({ height: 180 }) // => 'child'
 */
export function copy<Model extends object>(
  model: Model,
  replaced: readonly (readonly [object, object])[] = [],
): Model {
  return new Copier(replaced).object(model) as Model
}

/**
 * Brings what one part has learned over to another of the same class, which is fresh: for
 * models that hand parts of themselves to other threads and take them back.
 */
export function takeOver(
  to: object,
  from: object,
  replaced: readonly (readonly [object, object])[] = [],
): void {
  if (classOf(to) !== classOf(from)) {
    throw new SnapshotError('only a part of the same class can take over', to)
  }
  new Copier(replaced).object(from, to)
}

const NONE: readonly unknown[] = []

/** Copies each object once, so that what was shared within the model stays shared. */
class Copier {
  private readonly copies: Map<object, object>

  constructor(replaced: readonly (readonly [object, object])[]) {
    this.copies = new Map(replaced)
  }

  object(original: object, there?: unknown): object {
    const known = this.copies.get(original)
    if (known) return known
    const cls = classOf(original)
    if (typeof cls?.id !== 'string') {
      throw new SnapshotError('only estimators and their parts can be copied', original)
    }
    const made = this.fresh(cls, original as Record<string, unknown>, there)
    this.copies.set(original, made)
    if (isSelfStoring(made)) {
      made.restoreState((original as typeof made).saveState())
      return made
    }
    const fields = made as Record<string, unknown>
    for (const name of stateFields(cls)) {
      fields[name] = this.value((original as Record<string, unknown>)[name], fields[name])
    }
    ;(made as Checking).checkState?.()
    return made
  }

  private fresh(cls: StoredClass, original: Record<string, unknown>, there: unknown): object {
    if (cls.rules) {
      const options = this.optionsOf(original['options'] as object)
      if (!original['schema']) return new cls(options as never)
      return new cls({ ...options, schema: this.value(original['schema']) } as never)
    }
    if (typeof there === 'object' && there !== null && classOf(there) === cls) return there
    return new cls()
  }

  /** The very same where there is nothing to copy in them: a constructor takes what it needs. */
  private optionsOf(options: object): object {
    for (const value of Object.values(options)) {
      if (typeof value === 'object' && value !== null) return this.value(options) as object
    }
    return options
  }

  private value(value: unknown, there?: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (typeof classOf(value)?.id === 'string') return this.object(value, there)
    if (Array.isArray(value)) {
      const list = Array.isArray(there) ? there : NONE
      return value.map((item, i) => this.value(item, list[i]))
    }
    if (value instanceof Map) {
      return new Map([...value].map(([key, item]) => [this.value(key), this.value(item)]))
    }
    if (kindOfArray(value)) return (value as NumberArray).slice()
    if (Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, this.value(v)]))
    }
    return this.object(value, there)
  }
}

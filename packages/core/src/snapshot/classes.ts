import { Labels } from '../data/labels.js'
import { Schema } from '../data/schema.js'
import { SnapshotError } from '../errors.js'

/** A class whose objects a snapshot holds: an estimator, or a part of one. */
export interface StoredClass {
  new (options?: never): object
  readonly id: string
  /** The fields that make up its state, where they are of the kinds a snapshot knows. */
  readonly state?: readonly string[]
  /** The classes of the parts in its state that a fresh object does not show. */
  readonly parts?: readonly unknown[]
  /** Present on estimators: they are built from their options. */
  readonly rules?: object
}

/** A part that knows its own state as plain JSON, and checks what it is given back. */
export interface SelfStoring {
  saveState(): unknown
  restoreState(state: unknown): void
}

/** A class may check its state once it is restored; it throws a SnapshotError. */
export interface Checking {
  checkState?(): void
}

/** Asked of the prototype: a record may have a field named `constructor`. */
export function classOf(value: object): StoredClass {
  return Object.getPrototypeOf(value)?.constructor
}

export function isSelfStoring(value: object): value is SelfStoring {
  return 'saveState' in value && 'restoreState' in value
}

const FIELDS: WeakMap<object, readonly string[]> = /* @__PURE__ */ new WeakMap()

/** The state fields of a class, those of the contracts it extends first. */
export function stateFields(cls: StoredClass): readonly string[] {
  const known = FIELDS.get(cls)
  if (known) return known
  const fields = collectFields(cls)
  FIELDS.set(cls, fields)
  return fields
}

function collectFields(cls: StoredClass): readonly string[] {
  const fields: string[] = []
  let at: StoredClass | null = cls
  while (typeof at === 'function') {
    if (Object.hasOwn(at, 'state')) fields.unshift(...(at.state ?? []))
    at = Object.getPrototypeOf(at)
  }
  return [...new Set(fields)]
}

/** The classes that may be built, by id: those given, and the parts they declare. */
export function classTable(learners: readonly unknown[]): Map<string, StoredClass> {
  if (!Array.isArray(learners))
    throw new SnapshotError('learners must be a list of classes', learners)
  const table = new Map<string, StoredClass>()
  const waiting: unknown[] = [Schema, Labels, ...learners]
  while (waiting.length > 0) {
    const cls = waiting.pop() as StoredClass
    if (typeof cls !== 'function' || typeof cls.id !== 'string') {
      throw new SnapshotError('learners must be classes of this library, or have a static id', cls)
    }
    const known = table.get(cls.id)
    if (known && known !== cls) throw new SnapshotError('two classes share one id', cls.id)
    if (known) continue
    table.set(cls.id, cls)
    waiting.push(...(cls.parts ?? []))
  }
  return table
}

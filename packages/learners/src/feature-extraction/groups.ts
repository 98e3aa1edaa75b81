import {
  Bivariate,
  type Category,
  InvalidOptionError,
  type Row,
  type Schema,
  SnapshotError,
  Statistic,
  stats,
  utils,
} from '@coelho/core'

/** What is computed for each group: a statistic of one variable, or a window of one. */
export interface Aggregate {
  update(...args: never): void
  get(): unknown
  clone(): Aggregate
}

/** By what events are grouped: the values of these features; null: all are one group. */
export type By = string | readonly string[] | null

/** A statistic for each group of events, which are told apart by the values of some features. */
export class Groups {
  static readonly id = 'featureExtraction.Groups'
  static readonly state = ['byKey'] as const

  private byKey: Map<string, Aggregate> = new Map()

  /** By code the key of a category: written once, it is looked up sooner. */
  private readonly codes: string[] = []

  get size(): number {
    return this.byKey.size
  }

  /** The key of a row's group: for each feature its code, its number, or nothing. */
  keyOf(row: Row, schema: Schema, by: readonly string[] | null): string {
    if (!by) return ''
    let key = ''
    for (let i = 0; i < by.length; i++) {
      const feature = schema.find(by[i])
      const value = feature >= 0 && feature < row.width ? row.values[feature] : Number.NaN
      const isCategory = value === value && schema.kind(feature) === 'category'
      if (isCategory && by.length === 1) return this.keyOfCode(value)
      if (i > 0) key += ' '
      if (value === value) key += isCategory ? `c${value}` : `${value + 0}`
    }
    return key
  }

  private keyOfCode(code: number): string {
    while (this.codes.length <= code) this.codes.push(`c${this.codes.length}`)
    return this.codes[code]
  }

  /** False for a new group where there are `most` of them, or a value of it is not told apart. */
  admits(
    key: string,
    row: Row,
    schema: Schema,
    by: readonly string[] | null,
    most: number | null,
  ): boolean {
    if (most === null || this.byKey.has(key)) return true
    return this.byKey.size < most && (by === null || by.every((name) => isTold(row, schema, name)))
  }

  /** Learns a value; a new group gets a statistic like `how`. `t` is for windows of time. */
  update(key: string, how: Aggregate, x: unknown, t: unknown): void {
    const known = this.byKey.get(key)
    const aggregate = known ?? how.clone()
    const learner = aggregate as { update(x: unknown, options?: object): void }
    if (how instanceof utils.TimeRolling) learner.update(x, { t })
    else learner.update(x)
    if (!known) this.byKey.set(key, aggregate)
  }

  /** What was computed for a group; for one that was not met, what a fresh statistic says. */
  resultOf(key: string, how: Aggregate): unknown {
    return (this.byKey.get(key) ?? how.clone()).get()
  }

  /** What was computed, by group: by its value, or by the list of its values. */
  results(schema: Schema, by: readonly string[] | null): Map<unknown, unknown> {
    const entries = [...this.byKey].map(([key, aggregate]) => {
      const parts = by ? valuesOf(key, schema, by) : null
      return [parts?.length === 1 ? parts[0] : parts, aggregate.get()] as const
    })
    return new Map(entries)
  }

  check(how: Aggregate): void {
    const kind = Object.getPrototypeOf(how)
    for (const [key, aggregate] of this.byKey) {
      if (typeof key === 'string' && Object.getPrototypeOf(aggregate ?? 0) === kind) continue
      throw new SnapshotError('a group must have a statistic of its own', key)
    }
  }
}

/** False if the value of a feature is one of those that share a code: see `Schema.tellApart`. */
export function isTold(row: Row, schema: Schema, name: string): boolean {
  const feature = schema.find(name)
  const value = feature >= 0 && feature < row.width ? row.values[feature] : Number.NaN
  if (value !== value || schema.kind(feature) === 'number') return true
  return schema.category(feature, value) !== undefined
}

function valuesOf(key: string, schema: Schema, by: readonly string[]): (Category | null)[] {
  return key.split(' ').map((part, i) => {
    if (part === '') return null
    const feature = schema.find(by[i])
    return part[0] === 'c'
      ? (schema.category(feature, Number(part.slice(1))) ?? null)
      : Number(part)
  })
}

/** Puts a result into a row, as its only feature: as null where there is none. */
export function putResult(who: string, result: unknown, output: Schema, out: Row): void {
  const value = typeof result === 'boolean' ? Number(result) : result
  out.clear()
  if (typeof value === 'string') {
    if (output.isOpen(0)) output.add(who, output.name(0), 'category')
    out.put(0, output.addCategory(who, 0, value))
  } else if (typeof value === 'number' && value === value) {
    if (output.isOpen(0)) output.add(who, output.name(0), 'number')
    out.put(0, output.kind(0) === 'category' ? output.addCategory(who, 0, value) : value)
  } else out.putNull(0)
  out.seal(output.size)
}

/** A schema of one feature, whose kind shows when it has a value. */
export function schemaOfOne(who: string, like: Schema, name: string): Schema {
  const schema = like.fresh()
  schema.add(who, name)
  schema.commit()
  return schema
}

/** `price_mean_by_shop_and_day`. */
export function featureName(on: string, how: Aggregate, by: readonly string[] | null): string {
  const { name, obj } = how as { name?: string; obj?: { name?: string } }
  const start = `${on}_${name ?? obj?.name}`
  return by && by.length > 0 ? `${start}_by_${by.join('_and_')}` : start
}

/** Throws unless it is a statistic of one variable, or a window of one. */
export function checkHow(who: string, how: unknown): void {
  const held = how instanceof utils.Rolling || how instanceof utils.TimeRolling ? how.obj : how
  const ofTwo = held instanceof Bivariate || held instanceof stats.ChiSquared
  if (held instanceof Statistic && !ofTwo) return
  const expected = 'must be a statistic of one variable, or a Rolling or TimeRolling of one'
  throw new InvalidOptionError(who, 'how', expected, how)
}

/** A list of its own, or null. */
export function ownBy(who: string, by: unknown): readonly string[] | null {
  if (by === null) return null
  const list = typeof by === 'string' ? [by] : by
  const isList = Array.isArray(list) && list.every((name) => typeof name === 'string')
  if (isList) return Object.freeze([...list])
  throw new InvalidOptionError(who, 'by', 'must be a feature or a list of them (or null)', by)
}

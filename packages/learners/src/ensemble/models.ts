import {
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  InvalidOptionError,
  type Labels,
  type RegressorLike,
  requireKind,
  type Schema,
  SnapshotError,
  underSchemaOf,
} from '@coelho/core'

/**
 * Keeps the names of an event that is to be learned, those of the ensemble: each model that does
 * learn it keeps its own then, and one that does not must not know them.
 */
export function keepOwnNames(schema: Schema, models: readonly EstimatorLike[]): void {
  schema.commit()
  for (let place = 0; place < models.length; place++) models[place].forget()
}

/** What each model of an ensemble has learned. */
export interface EnsembleSummary {
  readonly nModels: number
  /** By place what the model tells of itself; undefined where it tells nothing. */
  readonly models: readonly unknown[]
}

export function summarise(models: readonly EstimatorLike[]): EnsembleSummary {
  const summaries = models.map((model) => (model as { summary?: unknown }).summary)
  return { nModels: models.length, models: summaries }
}

/** As many copies of what was given; it is cloned only where they are made. */
export function times<T>(count: number, item: T): T[] {
  return Array.from({ length: count }, () => item)
}

/** The options of an ensemble of several models: a list of its own, the schema of the first. */
export function listed<Options extends { readonly models: readonly EstimatorLike[] }>(
  cls: { readonly id: string },
  given: Given<Options>,
): Given<Options> {
  const models: unknown = given?.models
  if (!Array.isArray(models)) return given
  return underSchemaOf(cls, { ...given, models: Object.freeze([...models]) }, models[0])
}

/** Throws unless there are at least two models of that kind, none of which has learned. */
export function checkList(
  who: string,
  models: readonly (ClassifierLike | RegressorLike)[],
  kind: 'classifier' | 'regressor',
): void {
  if (!Array.isArray(models) || models.length < 2) {
    throw new InvalidOptionError(who, 'models', 'must be a list of at least two models', models)
  }
  models.forEach((model, place) => {
    const option = `models[${place}]`
    requireKind(who, option, model, kind)
    if (model.kind === 'regressor' || model.labels.toArray().length === 0) return
    const expected = 'must not have learned yet: the ensemble learns with copies that begin anew'
    throw new InvalidOptionError(who, option, expected, model)
  })
}

/** Throws unless each model may be a copy of the one that was given for its place. */
export function checkModels(
  who: string,
  models: readonly EstimatorLike[],
  given: readonly EstimatorLike[],
  schema: Schema,
): void {
  const own: ReadonlySet<unknown> = new Set(given)
  models.forEach((model, place) => {
    const from = given[place]
    const isAlike =
      typeof model === 'object' &&
      model !== null &&
      from !== undefined &&
      Object.getPrototypeOf(model) === Object.getPrototypeOf(from)
    if (isAlike && !own.has(model) && model.kind === from.kind && model.schema === schema) return
    throw new SnapshotError(`the models of ${who} must be copies of those it was given`)
  })
  if (models.length === given.length && new Set(models).size === given.length) return
  throw new SnapshotError(`${who} must have ${given.length} models of its own`, models.length)
}

/** Throws unless the labels that were restored are those that the models speak. */
export function checkLabels(who: string, restored: Labels, labels: Labels): void {
  if (restored === labels) return
  throw new SnapshotError(`the labels of ${who} must be of the kind of its models`)
}

/** True if all take categories: what one of them cannot take is refused. */
export function allTakeCategories(models: readonly EstimatorLike[]): boolean {
  return models.every((model) => model.takesCategories)
}

export function someTakeNulls(models: readonly EstimatorLike[]): boolean {
  return models.some((model) => model.takesNulls)
}

/** The feature that a mere string becomes, where all agree on it. */
export function commonTextFeature(models: readonly EstimatorLike[]): string | undefined {
  const [first] = models
  const name = first.textFeature
  return models.every((model) => model.textFeature === name) ? name : undefined
}

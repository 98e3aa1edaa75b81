import { type Estimator, InvalidFeatureError, InvalidInputError, type Labels } from '@coelho/core'

/** Where a model keeps what another one, which is merged into it, has learned. */
export interface Match {
  /** By feature of the other model its number here. */
  readonly features: Int32Array
  /** By label code of the other model its code here. */
  readonly codes: Int32Array
}

type Mergeable = Estimator & { readonly labels?: Labels }

/**
 * Gives each feature and each label of another model a place in this one. Throws before anything
 * changes if they are of different classes, have other options, or if it would be too many:
 * `admit` is asked about the number of features there will be.
 */
export function match(model: Mergeable, other: Mergeable, admit?: (width: number) => void): Match {
  checkAlike(model, other)
  const labels = other.labels?.saveState() ?? []
  model.labels?.checkAll(
    model.who,
    labels.filter((label) => label !== null),
  )
  const features = new Int32Array(other.schema.size)
  try {
    for (let i = 0; i < features.length; i++) features[i] = placeOf(model, other, i)
    admit?.(model.schema.size)
  } catch (error) {
    model.forget()
    throw error
  }
  model.commit()
  const code = (label: (typeof labels)[number]) =>
    label === null || !model.labels ? 0 : model.labels.add(label)
  return { features, codes: Int32Array.from(labels, code) }
}

function checkAlike(model: Mergeable, other: Mergeable): void {
  if (Object(other).constructor !== model.constructor) {
    throw new InvalidInputError(model.who, 'what is merged must be of the same class', other)
  }
  if (String(other) !== String(model)) {
    const expected = `what is merged must have the same options, ${model}`
    throw new InvalidInputError(model.who, expected, other)
  }
}

function placeOf({ who, schema }: Mergeable, other: Mergeable, feature: number): number {
  const name = other.schema.name(feature)
  const kind = other.schema.isOpen(feature) ? undefined : other.schema.kind(feature)
  const known = schema.find(name)
  if (known >= 0 && kind && !schema.isOpen(known) && schema.kind(known) !== kind) {
    throw new InvalidFeatureError(who, name, `is a ${schema.kind(known)} here`, kind)
  }
  const place = schema.add(who, name, kind)
  if (known < 0 && other.schema.isBoolean(feature)) schema.markBoolean(place)
  return place
}

/** Throws unless a model may be merged under its options. */
export function requireMergeable(who: string, able: boolean, why: string): void {
  if (!able) throw new InvalidInputError(who, `can't be merged ${why}`)
}

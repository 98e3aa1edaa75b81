import {
  type ClassifierLike,
  InvalidOptionError,
  type Rules,
  type random,
  type Schema,
  underSchemaOf,
} from '@coelho/core'
import { type DesiredDist, entriesOf } from './desired.js'

/** What samplers that bring classes into a proportion are given. */
export interface SamplerOptions {
  /** What is taught: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
  /** How often each class is to be learned, in proportion: numbers by label. */
  readonly desiredDist: DesiredDist
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

export const SAMPLER: Rules<SamplerOptions> = {
  classifier: { kind: 'object' },
  desiredDist: { kind: 'object' },
  seed: { kind: 'any', default: null },
}

interface SamplerGiven {
  readonly classifier?: ClassifierLike
  readonly desiredDist?: DesiredDist | null
  readonly schema?: Schema
}

/** The options of a sampler, with a distribution of its own, and the schema of its classifier. */
export function ownOptions<Options extends SamplerGiven>(
  cls: { readonly id: string },
  given: Options,
  least: 'at least 0' | 'above 0',
): Options {
  return underSchemaOf(cls, withOwnDist(cls, given, least), given?.classifier)
}

/** What becomes of the distribution that was given is all the same to a sampler. */
function withOwnDist<Options extends SamplerGiven>(
  cls: { readonly id: string },
  given: Options,
  least: string,
): Options {
  const dist = given?.desiredDist
  if (typeof dist !== 'object' || dist === null) return given
  const who = cls.id.slice(cls.id.lastIndexOf('.') + 1)
  const entries = entriesOf(dist)
  for (const [label, share] of entries) checkShare(who, label, share, least)
  if (entries.some(([, share]) => share > 0)) {
    return { ...given, desiredDist: dist instanceof Map ? new Map(dist) : { ...dist } }
  }
  throw new InvalidOptionError(who, 'desiredDist', 'must desire at least one label', dist)
}

function checkShare(who: string, label: unknown, share: number, least: string): void {
  if (typeof label !== 'string' && typeof label !== 'boolean' && !Number.isFinite(label)) {
    const expected = 'must have labels as its keys: strings, finite numbers or booleans'
    throw new InvalidOptionError(who, 'desiredDist', expected, label)
  }
  if (Number.isFinite(share) && (share > 0 || (share === 0 && least === 'at least 0'))) return
  throw new InvalidOptionError(who, 'desiredDist', `must have finite numbers ${least}`, share)
}

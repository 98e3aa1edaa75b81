import {
  type evaluate,
  type Features,
  InvalidOptionError,
  type Label,
  type Rules,
  resolveOptions,
  type snapshot,
} from '@coelho/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isSafeName } from '../store/objects.js'
import { checkModels } from './check-models.js'
import type { DriftOptions } from './drift-options.js'
import type { PromotionOptions } from './promotion-options.js'

/** What a pipeline or a model is asked for; see `evaluate.Judged`. */
export type Model = evaluate.Judged

/** What saved models may be built of, besides all that this library has. */
export type ProjectLearners = snapshot.LoadOptions<unknown>['learners']

/** How labels that come later find their events. */
export interface LaterLabels<LabelEvent> {
  /** What an event that brings a label looks like. */
  readonly schema: StandardSchemaV1<unknown, LabelEvent>
  /** The id of the event that it labels. */
  readonly id: (event: LabelEvent) => string | number
  readonly label: (event: LabelEvent) => Label
}

/** What is known of a project; `Event` is what its schema gives. */
export interface ProjectOptions<Event, Later extends keyof Event, LabelEvent> {
  /** Letters, digits, `.`, `_` and `-`: it becomes a folder, a topic, part of addresses. */
  readonly name: string
  /** What an event looks like, by zod or any other library that speaks Standard Schema. */
  readonly schema: StandardSchemaV1<unknown, Event>
  /** What tells one event from another. */
  readonly id: (event: Event) => string | number
  /** When it happened; the time of its record unless told. */
  readonly time?: ((event: Event) => Date | number) | null
  /** Fields known only afterwards: `features` gets events without them, in type and in fact. */
  readonly knownLater?: readonly Later[] | null
  /** What the model sees: what is known when it has to predict. */
  // A method, so that a project of any events is one of `AnyProject`.
  features(event: Omit<Event, Later>): Features
  /** The truth, where the event brings it; `undefined` or `null` where it comes later. */
  readonly label?: ((event: Event) => Label | null | undefined) | null
  /** Labels that come as events of their own. */
  readonly labels?: LaterLabels<LabelEvent> | null
  /** So many events wait for their label, and for so long; then they are given up. */
  readonly maxWaiting?: number
  readonly maxWait?: number
  /** Builds what learns: a new one at each call. */
  readonly pipeline: () => Model
  /** Classes of your own, and functions in pipelines: those a saved model is built of again. */
  readonly learners?: ProjectLearners | null
  /** Others that learn the same stream beside it, by name. */
  readonly challengers?: Readonly<Record<string, () => Model>> | null
  /** Builds what judges each of them: several metrics at once, such as a bundle. */
  readonly metric: () => evaluate.AnyMetric
  /** The one of them by which the best is known. */
  readonly bestBy: string
  /**
   * What a prediction costs: it is watched for drift, and compared between contestants. Unless
   * told 0 or 1 where classes are predicted, how far off where numbers are, and how far from its
   * cluster's centre where an event is put into one.
   */
  // biome-ignore lint/suspicious/noExplicitAny: predictions of any kind
  readonly loss?: ((truth: any, prediction: any) => number) | null
  /** What is watched for change, and what follows from one. Nothing unless told. */
  readonly drift?: DriftOptions | null
  /** Whether a challenger takes over by itself once it is better beyond doubt. */
  readonly promotion?: 'manual' | 'automatic' | PromotionOptions
  /** For so many events after a change of champion none follows by itself; 1000 unless told. */
  readonly cooldown?: number | null
}

/** Its options as they are known to code that need not know its events. */
export type AnyOptions = Required<ProjectOptions<unknown, never, unknown>>

const RULES: Rules<AnyOptions> = {
  name: { kind: 'string' },
  schema: { kind: 'any' },
  id: { kind: 'function' },
  time: { kind: 'function', default: null, nullable: true },
  knownLater: { kind: 'strings', default: null, nullable: true },
  features: { kind: 'function' },
  label: { kind: 'function', default: null, nullable: true },
  labels: { kind: 'object', default: null, nullable: true },
  maxWaiting: { kind: 'integer', default: 100_000, atLeast: 1, atMost: 16_000_000 },
  maxWait: { kind: 'number', default: 30 * 86_400_000, above: 0 },
  pipeline: { kind: 'function' },
  learners: { kind: 'any', default: null },
  challengers: { kind: 'object', default: null, nullable: true },
  metric: { kind: 'function' },
  bestBy: { kind: 'string' },
  loss: { kind: 'function', default: null, nullable: true },
  drift: { kind: 'object', default: null, nullable: true },
  promotion: { kind: 'any', default: 'manual' },
  cooldown: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
}

const WHO = 'defineProject'

/** The options with their defaults. Throws if one is wrong. */
export function resolveProject<Options extends object>(
  given: Options,
): Readonly<Required<Options>> {
  const options = resolveOptions(WHO, given, RULES as unknown as Rules<Options>)
  const { name, schema, labels } = options as unknown as AnyOptions
  if (!isSafeName(name)) {
    const expected = 'must be letters, digits, ".", "_" and "-", and begin with a letter or digit'
    throw new InvalidOptionError(WHO, 'name', expected, name)
  }
  checkSchema('schema', schema)
  if (labels) checkLabels(labels)
  checkModels(WHO, options as unknown as AnyOptions)
  return options as Readonly<Required<Options>>
}

function checkLabels({ schema, id, label }: LaterLabels<unknown>): void {
  checkSchema('labels.schema', schema)
  for (const [option, given] of Object.entries({ id, label })) {
    if (typeof given === 'function') continue
    throw new InvalidOptionError(WHO, `labels.${option}`, 'must be a function', given)
  }
}

function checkSchema(option: string, schema: StandardSchemaV1 | undefined): void {
  if (typeof schema?.['~standard']?.validate === 'function') return
  const expected =
    'must be a schema of zod, valibot, arktype or another that speaks Standard Schema'
  throw new InvalidOptionError(WHO, option, expected, schema)
}

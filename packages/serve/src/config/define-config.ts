import type { Access } from '@coelho/kafka'
import type { AnyProject } from '@coelho/runtime'
import type { EventGenerator } from '../generate/event-generator.js'

/** Brokers, certificates, passwords: the latter only from the environment and from files. */
export interface KafkaConfig extends Partial<Access> {
  /** The topics of each project, by its name; one of the same name unless told. */
  readonly topics?: Readonly<Record<string, string | readonly string[]>>
}

/** What a `coelho.config.ts` says: by it the command line knows projects by their names. */
export interface Config {
  readonly projects: readonly AnyProject[]
  /** What makes events up for a project, by the project's name. */
  readonly generators?: Readonly<Record<string, EventGenerator>>
  /** Where checkpoints are kept unless `--store` says it; a path is seen from this file. */
  readonly store?: string
  /** How Kafka is reached; `--brokers` counts before the brokers that stand here. */
  readonly kafka?: KafkaConfig
}

/**
 * Types a configuration; it is the default export of `coelho.config.ts`.
 *
 * @example
 * import { z } from 'zod'
 * const payments = defineProject({
 *   name: 'payments',
 *   schema: z.object({ id: z.string(), amount: z.number(), fraud: z.boolean() }),
 *   id: ({ id }) => id,
 *   knownLater: ['fraud'],
 *   features: ({ amount }) => ({ amount }),
 *   label: ({ fraud }) => fraud,
 *   pipeline: () => new naiveBayes.GaussianNB(),
 *   metric: () => metrics.bundle('classification', { posVal: true }),
 *   bestBy: 'F1',
 * })
 * const config = defineConfig({ projects: [payments], store: 'checkpoints' })
 * config.projects.map(({ name }) => name) // => ['payments']
 */
export function defineConfig(config: Config): Config {
  return config
}

import type { AnyProject } from '@coelho/runtime'
import { ServeError } from '../api/served.js'

/** What libraries offer that speak Standard JSON Schema beside Standard Schema. */
interface Describing {
  readonly jsonSchema?: { input(options: { target: string }): Record<string, unknown> }
}

/** JSON Schema of a project's events, as the library that it uses tells it. */
export function eventSchema({ name, options }: AnyProject): Record<string, unknown> {
  const { jsonSchema } = options.schema['~standard'] as Describing
  if (!jsonSchema) {
    const advice = 'its schema library does not tell JSON Schema (zod from 4.2 does)'
    throw new ServeError('unsupported', `the events of ${name} cannot be described: ${advice}`)
  }
  const schema = jsonSchema.input({ target: 'draft-2020-12' })
  return { title: name, ...schema, 'x-known-later': options.knownLater ?? [] }
}

/** An event without what is known only afterwards: as it is when it has to be predicted. */
export function withoutLater({ options }: AnyProject, event: object): object {
  const later = new Set((options.knownLater ?? []).map(String))
  return Object.fromEntries(Object.entries(event).filter(([name]) => !later.has(name)))
}

import type { AnyProject, Parsed, UsableEvent } from '@coelho/runtime'
import { ServeError } from '../api/served.js'

/** An event as a request brings it, if the project can use it. */
export function readEvent(project: AnyProject, json: unknown): UsableEvent {
  const parsed = project.read(json, Date.now())
  if (parsed.kind === 'event') return parsed
  throw new ServeError('unusable', parsed.kind === 'dead' ? parsed.reason : 'is a label, no event')
}

/** The same of what may be a label of an earlier event, too. */
export function readLesson(
  project: AnyProject,
  json: unknown,
  time: number,
): Exclude<Parsed, { kind: 'dead' }> {
  const parsed = project.read(json, time)
  if (parsed.kind !== 'dead') return parsed
  throw new ServeError('unusable', parsed.reason)
}

import { load, save } from '../snapshot/index.js'

/** What comes back when it is saved and loaded. */
export function reloaded<T extends object>(object: T, ...more: readonly unknown[]): T {
  const learners = [object.constructor, ...more] as never
  return load<T>(save(object), { learners })
}

import { load, save } from '../snapshot/index.js'

/** What comes back when it is saved and loaded. */
export function reloaded<T extends object>(object: T): T {
  return load<T>(save(object), { learners: [object.constructor] as never })
}

import type { Schema } from '@coelho/core'

/** Gives a schema the names of another one, each with the same index, whatever their kinds are. */
export function mirrorNames(who: string, from: Schema, to: Schema): void {
  for (let feature = to.size; feature < from.size; feature++) {
    to.add(who, from.name(feature), 'number')
  }
}

/** True if one schema has begun as the other did. */
export function isMirror(from: Schema, to: Schema): boolean {
  return to.size <= from.size && to.names().every((name, feature) => name === from.name(feature))
}

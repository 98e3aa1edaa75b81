import { type EstimatorLike, type Schema, SnapshotError } from '@coelho/core'

/** Throws unless there are so many models, each of which may be a copy of the one given. */
export function checkMembers(
  who: string,
  members: readonly EstimatorLike[],
  given: EstimatorLike,
  schema: Schema,
  count: number,
): void {
  const own = Object.getPrototypeOf(given)
  for (const member of members) {
    const isAlike = typeof member === 'object' && member && Object.getPrototypeOf(member) === own
    if (isAlike && member !== given && member.kind === given.kind && member.schema === schema) {
      continue
    }
    throw new SnapshotError(`the models of ${who} must be copies of the one it was given`)
  }
  const distinct = new Set(members).size
  if (members.length === count && distinct === count) return
  throw new SnapshotError(`${who} must have ${count} models of its own`, members.length)
}

/** An event without some of its fields, which are then absent and not merely undefined. */
export type KnownPart = (event: unknown) => unknown

type Fields = Record<string, unknown>

/** The event itself where nothing is hidden or it has none of that, as when it is predicted. */
export function knownPart(hidden: readonly string[]): KnownPart {
  const part = partWithout(hidden)
  if (!part) return (event) => event
  return (event) => {
    if (typeof event !== 'object' || event === null) return event
    for (const name of hidden) if (name in event) return part(event as Fields)
    return event
  }
}

/**
 * What is left by a pattern is copied by the engine at once: of 24 fields in 0.5 µs, where a loop
 * takes 0.7 and entries that are filtered and put together again 4.
 */
function partWithout([a, b, c, ...more]: readonly string[]):
  | ((event: Fields) => Fields)
  | undefined {
  if (a === undefined) return undefined
  if (b === undefined) return ({ [a]: _a, ...left }) => left
  if (c === undefined) return ({ [a]: _a, [b]: _b, ...left }) => left
  const rest = partWithout(more)
  if (!rest) return ({ [a]: _a, [b]: _b, [c]: _c, ...left }) => left
  return ({ [a]: _a, [b]: _b, [c]: _c, ...left }) => rest(left)
}

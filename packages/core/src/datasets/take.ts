/** The first `count` items of a stream. */
export function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  if (!(count > 0)) return
  let taken = 0
  for (const item of items) {
    yield item
    if (++taken >= count) return
  }
}

/** The first `count` items of an async stream. */
export async function* takeAsync<Item>(
  items: AsyncIterable<Item>,
  count: number,
): AsyncGenerator<Item, void, undefined> {
  if (!(count > 0)) return
  let taken = 0
  for await (const item of items) {
    yield item
    if (++taken >= count) return
  }
}

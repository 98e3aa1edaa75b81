/** The first `count` items of a stream. */
export function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  if (!(count > 0)) return
  let taken = 0
  for (const item of items) {
    yield item
    if (++taken >= count) return
  }
}

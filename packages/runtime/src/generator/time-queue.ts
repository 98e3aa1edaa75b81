/** What is to happen at some time, the earliest first; at the same time in the order of coming. */
export class TimeQueue<Item> {
  private readonly heap: { readonly time: number; readonly turn: number; readonly item: Item }[] =
    []
  private turn = 0

  get size(): number {
    return this.heap.length
  }

  /** When the first is due; never while there is none. */
  get due(): number {
    return this.heap[0]?.time ?? Number.POSITIVE_INFINITY
  }

  add(time: number, item: Item): void {
    const { heap } = this
    const added = { time, turn: this.turn++, item }
    let at = heap.push(added) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(added, heap[above]!)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = added
  }

  take(): Item | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (heap.length > 0) this.sink(last!)
    return first?.item
  }

  private sink(last: { readonly time: number; readonly turn: number; readonly item: Item }): void {
    const { heap } = this
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++
      if (!isBefore(heap[below]!, last)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = last
  }
}

function isBefore(
  a: { readonly time: number; readonly turn: number },
  b: { readonly time: number; readonly turn: number },
): boolean {
  return a.time < b.time || (a.time === b.time && a.turn < b.turn)
}

/** Of what was given out, so much stays in the list before it is cut off. */
const SLACK = 1024

interface Waiting<Item> {
  readonly item: Item
  readonly due: number
}

/** Holds items back until their time has come. */
export class DueQueue<Item> {
  private readonly inOrder: boolean
  private waiting: Waiting<Item>[] = []
  private first = 0 // those before it were given out

  /** `inOrder`: items leave in the order in which they came, whenever each of them is due. */
  constructor(inOrder: boolean) {
    this.inOrder = inOrder
  }

  add(item: Item, due: number): void {
    if (this.inOrder) this.waiting.push({ item, due })
    else this.waiting.splice(this.placeFor(due), 0, { item, due })
  }

  /** Gives out what is due by now. */
  release(now: number): Item[] {
    const { waiting } = this
    const released: Item[] = []
    while (this.first < waiting.length && waiting[this.first].due <= now) {
      released.push(waiting[this.first++].item)
    }
    if (this.first > SLACK && this.first * 2 > waiting.length) {
      this.waiting = waiting.slice(this.first)
      this.first = 0
    }
    return released
  }

  /** Gives out all that is still held back. */
  rest(): Item[] {
    return this.release(Number.POSITIVE_INFINITY)
  }

  /** Behind all that are due at the same time or before. */
  private placeFor(due: number): number {
    let low = this.first
    let high = this.waiting.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.waiting[middle].due <= due) low = middle + 1
      else high = middle
    }
    return low
  }
}

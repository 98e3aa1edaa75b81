/**
 * How long this turn of the event loop has lasted. All requests that came in are answered in one
 * turn, one after the other; who comes late in a long one has waited that long already, and would
 * make everybody wait in the next. A single long turn is no overload: something took its time.
 */
export class Turn {
  private readonly budgetMs: number
  private begun = 0
  /** Whether the last turn was too long, and this one is. */
  private wasLong = false
  private isLong = false
  private readonly end = (): void => {
    this.begun = 0
    this.wasLong = this.isLong
    this.isLong = false
  }

  constructor(budgetMs: number) {
    this.budgetMs = budgetMs
  }

  /** To be asked by each request: whether it comes too late. */
  isOver(now: number): boolean {
    if (this.begun === 0) {
      this.begun = now
      setImmediate(this.end)
      return false
    }
    const lasted = now - this.begun
    if (lasted <= this.budgetMs) return false
    this.isLong = true
    return this.wasLong || lasted > PATIENCE * this.budgetMs
  }
}

/** How many times as long a turn may last where the one before was short. */
const PATIENCE = 4

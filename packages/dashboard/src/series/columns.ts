type Cell = number | null

/**
 * Columns of numbers over one axis that rises, of bounded length. When they are full the older
 * rows are thinned, four to two, in such a way that each column keeps the least and the greatest
 * of what it held: a dip or a peak stays in the picture however old it gets.
 */
export class Columns {
  readonly x: number[] = []
  private readonly byKey: Map<string, Cell[]> = new Map()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  get keys(): string[] {
    return [...this.byKey.keys()]
  }

  /** One row. What lies at `x` or behind it is taken as undone: a training may start over. */
  push(x: number, cells: ReadonlyMap<string, Cell>): void {
    while (this.x.length > 0 && this.x.at(-1)! >= x) this.pop()
    for (const key of cells.keys()) {
      if (!this.byKey.has(key))
        this.byKey.set(
          key,
          this.x.map(() => null),
        )
    }
    this.x.push(x)
    for (const [key, column] of this.byKey) column.push(cells.get(key) ?? null)
    if (this.x.length > this.limit) this.thin()
  }

  /** Empty where the key is not known: as long as the axis, all null. */
  column(key: string): readonly Cell[] {
    return this.byKey.get(key) ?? this.x.map(() => null)
  }

  clear(): void {
    this.x.length = 0
    this.byKey.clear()
  }

  private pop(): void {
    this.x.pop()
    for (const column of this.byKey.values()) column.pop()
  }

  /** The newest quarter stays as it is. */
  private thin(): void {
    const groups = Math.floor((this.x.length * 3) / 4 / 4)
    const rest = groups * 4
    for (const column of this.byKey.values()) {
      const older: Cell[] = []
      for (let group = 0; group < rest; group += 4) {
        older.push(...extremes(column.slice(group, group + 4)))
      }
      column.splice(0, rest, ...older)
    }
    const places = this.x.slice(0, rest).filter((_, i) => i % 4 === 0 || i % 4 === 3)
    this.x.splice(0, rest, ...places)
  }
}

/** The least and the greatest, in the order in which they came; the only one twice. */
function extremes(cells: readonly Cell[]): [Cell, Cell] {
  let low = -1
  let high = -1
  for (const [i, cell] of cells.entries()) {
    if (cell === null) continue
    if (low < 0 || cell < cells[low]!) low = i
    if (high < 0 || cell > cells[high]!) high = i
  }
  if (low < 0) return [null, null]
  return low <= high ? [cells[low]!, cells[high]!] : [cells[high]!, cells[low]!]
}

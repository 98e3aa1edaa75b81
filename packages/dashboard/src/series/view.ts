type Cells = readonly (number | null)[]

/**
 * From where to where a chart's values go, looked at from `view.from` to `view.to`. The first
 * hundredth of all events is left out of it: a metric of few events swings so far that all that
 * follows would be a flat line.
 */
export function valueRange(
  x: readonly number[],
  columns: readonly Cells[],
  view: { readonly from: number; readonly to: number } = { from: -Infinity, to: Infinity },
): [number, number] {
  const warm = x.length > 20 ? x[0]! + (x.at(-1)! - x[0]!) / 100 : -Infinity
  const first = rowFrom(x, Math.max(view.from, warm))
  let low = Infinity
  let high = -Infinity
  for (const column of columns) {
    for (let i = first; i < x.length && x[i]! <= view.to; i++) {
      const value = column[i]
      if (value == null) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (low > high) return [0, 1]
  const room = (high - low || Math.abs(high) || 1) * 0.08
  // No share is above 1 and nothing that is counted below 0: a chart need not leave room for it.
  const top = low >= 0 && high <= 1 ? Math.min(1, high + room) : high + room
  return [low >= 0 ? Math.max(0, low - room) : low - room, top]
}

/** The first row at or after `from`. */
export function rowFrom(x: readonly number[], from: number): number {
  let [low, high] = [0, x.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (x[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}

/** At most `count` row numbers, evenly spread, the last one always among them. */
export function spread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i)
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)))
}

export interface Sparkline {
  /** As SVG paths; empty without two values. */
  readonly line: string
  /** What lies below the line. */
  readonly area: string
}

/** A line without axes within `width` × `height`. */
export function sparkline(
  x: readonly number[],
  values: Cells,
  width: number,
  height: number,
): Sparkline {
  const known = values.flatMap((value, i) => (value === null ? [] : [[x[i]!, value] as const]))
  if (known.length < 2) return { line: '', area: '' }
  const [low, high] = valueRange(x, [values])
  const [first, last] = [x[0]!, x.at(-1)!]
  const across = (at: number) => (((at - first) / (last - first)) * width).toFixed(1)
  const line = known
    .map(([at, value], i) => {
      const up = (Math.min(Math.max(value, low), high) - low) / (high - low)
      return `${i === 0 ? 'M' : 'L'}${across(at)} ${(height * (1 - up)).toFixed(1)}`
    })
    .join('')
  return { line, area: `${line}V${height}H${across(known[0]![0])}Z` }
}

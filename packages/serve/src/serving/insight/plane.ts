type Point = Readonly<Record<string, unknown>>

export interface Plane {
  readonly axes: [string, string]
  /** The share of the points' spread that the plane shows. */
  readonly explained: number
  place(point: Point): { x: number; y: number }
}

const ROUNDS = 60

/**
 * The plane on which points lie widest: with two numbers or fewer these themselves, else their
 * two principal components, found by power iteration on the covariance. Deterministic.
 */
export function plane(points: readonly Point[]): Plane {
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))].filter((name) =>
    points.some((point) => typeof point[name] === 'number'),
  )
  const numbers = (point: Point) =>
    names.map((name) => (typeof point[name] === 'number' ? (point[name] as number) : 0))
  if (names.length <= 2) {
    const place = (point: Point) => {
      const [x = 0, y = 0] = numbers(point)
      return { x, y }
    }
    return { axes: [names[0] ?? '', names[1] ?? ''], explained: 1, place }
  }
  const rows = points.map(numbers)
  const means = names.map((_, i) => mean(rows.map((row) => row[i]!)))
  const matrix = covariance(rows, means)
  const total = matrix.reduce((sum, row, i) => sum + row[i]!, 0)
  const first = leading(matrix)
  const second = leading(deflated(matrix, first))
  const along = ({ direction }: Leading, row: readonly number[]) =>
    direction.reduce((sum, share, i) => sum + share * (row[i]! - means[i]!), 0)
  return {
    axes: ['first component', 'second component'],
    explained: total > 0 ? Math.min(1, (first.spread + second.spread) / total) : 1,
    place: (point) => {
      const row = numbers(point)
      return { x: along(first, row), y: along(second, row) }
    },
  }
}

interface Leading {
  readonly direction: readonly number[]
  readonly spread: number
}

function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0
}

function covariance(rows: readonly (readonly number[])[], means: readonly number[]): number[][] {
  return means.map((a, i) =>
    means.map((b, j) => mean(rows.map((row) => (row[i]! - a) * (row[j]! - b)))),
  )
}

function leading(matrix: readonly (readonly number[])[]): Leading {
  // Begins where the spread is widest: a start at right angles to the answer would stay there.
  const widest = matrix.reduce((best, row, i) => (row[i]! > matrix[best]![best]! ? i : best), 0)
  let direction = matrix[widest]!.map((value) => value)
  let spread = 0
  for (let round = 0; round < ROUNDS; round++) {
    const next = matrix.map((row) => row.reduce((sum, value, i) => sum + value * direction[i]!, 0))
    spread = Math.hypot(...next)
    if (!(spread > 0)) return { direction: matrix.map((_, i) => (i === widest ? 1 : 0)), spread: 0 }
    direction = next.map((value) => value / spread)
  }
  return { direction, spread }
}

function deflated(
  matrix: readonly (readonly number[])[],
  { direction, spread }: Leading,
): number[][] {
  return matrix.map((row, i) =>
    row.map((value, j) => value - spread * direction[i]! * direction[j]!),
  )
}

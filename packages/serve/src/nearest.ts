/** Names, the one most like what was given first. */
export function nearestFirst(given: string, names: readonly string[]): string[] {
  const ranked = names.map((name) => ({ name, distance: distance(given, name) }))
  return ranked.sort((a, b) => a.distance - b.distance).map(({ name }) => name)
}

/** The name that was meant, if one is near enough. */
export function meant(given: string, names: readonly string[]): string | undefined {
  const [nearest] = nearestFirst(given, names)
  if (nearest === undefined) return undefined
  return distance(given, nearest) <= Math.max(1, nearest.length / 3) ? nearest : undefined
}

/** How many letters are to be changed, added, taken away or swapped with the next. */
function distance(given: string, name: string): number {
  const a = given.toLowerCase()
  const b = name.toLowerCase()
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const steps = [rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwapped) steps.push(rows[i - 2]![j - 2]! + 1)
      row.push(Math.min(...steps))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

/**
 * Joins the two nearest groups until so many are left, and gives the members of each. Groups are
 * as near as their nearest members; of equal pairs the first is joined.
 */
export function joinNearest(
  count: number,
  groups: number,
  distance: (a: number, b: number) => number,
): number[][] {
  const members = Array.from({ length: count }, (_, i) => [i])
  const table = members.map((_, i) => Float64Array.from(members, (_, j) => distance(i, j)))
  while (members.length > groups) {
    let [first, second, least] = [0, 1, Infinity]
    for (let i = 0; i < members.length - 1; i++) {
      for (let j = i + 1; j < members.length; j++) {
        if (table[i][j] >= least) continue
        least = table[i][j]
        first = i
        second = j
      }
    }
    for (let i = 0; i < members.length; i++) {
      const nearer = Math.min(table[first][i], table[second][i])
      table[first][i] = nearer
      table[i][first] = nearer
    }
    members[first].push(...members[second])
    members.splice(second, 1)
    table.splice(second, 1)
    for (const row of table) row.copyWithin(second, second + 1)
  }
  return members
}

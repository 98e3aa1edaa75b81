/** Rows in columns, those of numbers to the right; the first row is their head. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const columns = head.map((_, i) => {
    const texts = rows.map((row) => row[i] ?? '')
    const width = Math.max(...texts.map((text) => text.length))
    const cells = body.map((row) => row[i] ?? '')
    const isNumber = cells.some((cell) => /\d/.test(cell)) && cells.every(isNumeric)
    return { width, isNumber }
  })
  const lines = rows.map((row) => {
    const cells = columns.map(({ width, isNumber }, i) => {
      const text = row[i] ?? ''
      return isNumber ? text.padStart(width) : text.padEnd(width)
    })
    return `${cells.join('  ').trimEnd()}\n`
  })
  return lines.join('')
}

/** A dash stands where there is no number. */
function isNumeric(cell: string): boolean {
  return /^-?[\d,.]*$/.test(cell)
}

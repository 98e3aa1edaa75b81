/** Lines of a table; the first column to the left, the others to the right. */
export function table(head, rows) {
  const all = [head, ...rows]
  const widths = head.map((_, k) => Math.max(...all.map((row) => row[k].length)))
  const line = (row) =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('  ')
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)]
}

/** 1234567 as 1.23M, 12345 as 12.3k. */
export function count(rate) {
  if (rate === undefined) return '-'
  if (rate >= 1e6) return `${digits(rate / 1e6)}M`
  if (rate >= 1e3) return `${digits(rate / 1e3)}k`
  return digits(rate)
}

export function times(ratio) {
  return ratio === undefined || Number.isNaN(ratio) ? '-' : `${digits(ratio)}x`
}

export function percent(share) {
  return share === undefined || Number.isNaN(share) ? '-' : `${(100 * share).toFixed(0)} %`
}

export function share(accuracy) {
  return accuracy === undefined ? '-' : accuracy.toFixed(4)
}

function digits(value) {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

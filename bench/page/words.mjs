// How figures are written on the page. No line breaks between a figure and its unit.
const GAP = '\u00a0'

/** 1234567 as "1.23 M", 12345 as "12.3 k". */
export function rate(value) {
  if (value === undefined) return '–'
  if (value >= 1e6) return `${digits(value / 1e6)}${GAP}M`
  return value >= 1e3 ? `${digits(value / 1e3)}${GAP}k` : digits(value)
}

export function times(ratio) {
  return Number.isFinite(ratio) ? `${digits(ratio)}${GAP}×` : '–'
}

export function wanted(goal) {
  return goal === undefined ? '' : `${goal}${GAP}×`
}

export function percent(share) {
  return `${(100 * share).toFixed(0)}${GAP}%`
}

export function bytes(count) {
  if (count >= 1e6) return `${digits(count / 1e6)}${GAP}MB`
  return count >= 1e3 ? `${digits(count / 1e3)}${GAP}kB` : `${count}${GAP}B`
}

export function ms(value) {
  return value >= 1000 ? `${digits(value / 1000)}${GAP}s` : `${digits(value)}${GAP}ms`
}

/** Three digits, or all before the point. */
export function digits(value) {
  if (Math.abs(value) >= 100) return value.toFixed(0)
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

export function share(value) {
  return value === undefined ? '–' : value.toFixed(4).replace(/^0/, '')
}

export function thousands(count) {
  return count.toLocaleString('en-US')
}

/** A table of Markdown; the first column to the left, the others to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, k) => (k === 0 ? '---' : '---:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** Long tables are folded away. */
export function folded(summary, content) {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`
}

export function plural(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

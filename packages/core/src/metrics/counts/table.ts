import { compareValues } from '../../data/labels.js'
import type { Predicted } from './counts.js'

/** A label as River's tables show it. */
export function labelText(label: Predicted): string {
  if (label === undefined) return 'None'
  if (typeof label === 'boolean') return label ? 'True' : 'False' // River: as Python writes them
  return String(label)
}

/** Columns of text under headers: aligned to the right, two blanks between them. */
export function printTable(
  headers: readonly string[],
  columns: readonly (readonly string[])[],
): string {
  const widths = headers.map((header, i) => Math.max(header.length, ...columns[i].map(lengthOf)))
  const lines = [headers.map((header, i) => header.padEnd(widths[i] + 2)).join(' ')]
  for (let row = 0; row < columns[0].length; row++) {
    const cells = columns.map((column, i) => `${column[row].padStart(widths[i])}  `)
    lines.push(cells.join(' '))
  }
  return lines.join('\n')
}

/** A share as a percentage, `75.75%`: rounded as Python does, exact halves to the even digit. */
export function percent(share: number, decimals: number): string {
  return `${fixed(100 * share, decimals)}%`
}

function fixed(x: number, decimals: number): string {
  const up = x.toFixed(decimals)
  const down = (x - 0.5 * 10 ** -decimals).toFixed(decimals)
  const isHalf = Number.isInteger(2 ** (decimals + 1) * x) && exactHalf(x, decimals)
  return isHalf && Number(up.at(-1)) % 2 === 1 ? down : up
}

/** Halves of the last digit have an end in binary: they can be told exactly. */
function exactHalf(x: number, decimals: number): boolean {
  const digits = x.toFixed(Math.min(100, decimals + 25))
  return /^50*$/.test(digits.slice(digits.length - 25))
}

/** Centred in so many columns, with what is odd on the right. */
export function centred(text: string, width: number): string {
  const room = Math.max(0, width - text.length)
  return ' '.repeat(Math.floor(room / 2)) + text + ' '.repeat(Math.ceil(room / 2))
}

function lengthOf(text: string): number {
  return text.length
}

/** By size, strings behind them, no prediction last; false before 0 and true before 1. */
export function inOrder(a: Predicted, b: Predicted): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return compareValues(a, b) || Number(typeof a === 'number') - Number(typeof b === 'number')
}

/** `1,234`: the whole part, in groups of three. */
export function grouped(weight: number): string {
  return String(Math.trunc(weight)).replace(/\B(?=(\d{3})+$)/g, ',')
}

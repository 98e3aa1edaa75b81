/** For a value that is not there. */
export const NONE = '–'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const precise = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })

/** A count in full: `12,345`. */
export function count(value: number | null | undefined): string {
  return value == null || Number.isNaN(value) ? NONE : whole.format(value)
}

/** A count for a narrow place: `12.3K`. */
export function compact(value: number | null | undefined): string {
  if (value == null || Number.isNaN(value)) return NONE
  return Math.abs(value) < 10_000 ? whole.format(value) : short.format(value)
}

/**
 * What was measured, with as many digits as one can take in. Between -1 and 1 always three places,
 * so that a number that moves keeps its width.
 */
export function measure(value: number | null | undefined): string {
  if (value == null || Number.isNaN(value)) return NONE
  const size = Math.abs(value)
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (size > 0 && (size < 0.0005 || size >= 1e9)) return value.toExponential(2).replaceAll('-', '−')
  if (size <= 1) return value.toFixed(3).replace('-', '−')
  if (size < 1000) return value.toFixed(size < 10 ? 3 : size < 100 ? 2 : 1).replace('-', '−')
  return precise.format(Math.round(value)).replace('-', '−')
}

/** A share as percents; never 100 % of what is not all, nor 0 % of what is not nothing. */
export function percent(share: number | null | undefined): string {
  if (share == null || Number.isNaN(share)) return NONE
  const value = share * 100
  if (value > 99.9 && value < 100) return '> 99.9 %'
  if (value > 0 && value < 0.1) return '< 0.1 %'
  return `${value.toFixed(1)} %`
}

/** Events a second. */
export function rate(value: number | null | undefined): string {
  if (value == null || Number.isNaN(value)) return NONE
  return value > 0 && value < 10 ? value.toFixed(1) : whole.format(value)
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

export function bytes(value: number | null | undefined): string {
  if (value == null || Number.isNaN(value)) return NONE
  let [size, unit] = [value, 0]
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 99.95 ? size.toFixed(0) : size.toFixed(1)} ${UNITS[unit]}`
}

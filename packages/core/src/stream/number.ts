const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A finite number in decimal notation; `undefined` if the text is anything else. */
export function readNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** Up to here whole numbers are exact, and so are quotients by exact powers of ten. */
const MOST_DIGITS = 15
const POWERS_OF_TEN: readonly number[] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]
const POINT = 46
const MINUS = 45
const ZERO = 48

/** `Number`, but faster for texts such as `12` and `-3.25`. */
export function toNumber(value: unknown): number {
  if (typeof value !== 'string') return Number(value)
  const { length } = value
  const start = value.charCodeAt(0) === MINUS ? 1 : 0
  if (length === start || length > start + MOST_DIGITS) return Number(value)
  let whole = 0
  let point = -1
  for (let i = start; i < length; i++) {
    const code = value.charCodeAt(i)
    const digit = code - ZERO
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit
    else if (code === POINT && point < 0 && i > start) point = i
    else return Number(value)
  }
  const size = point < 0 ? whole : whole / POWERS_OF_TEN[length - 1 - point]
  return start === 0 ? size : -size
}

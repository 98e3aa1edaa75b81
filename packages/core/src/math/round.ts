/**
 * Rounds to so many decimal places as Python does: the exact value decides, and of two numbers
 * equally near it is the one with an even last digit. With negative places to tens, hundreds…
 */
export function roundDecimals(x: number, digits: number): number {
  const scale = powerOfTen(Math.abs(digits))
  const scaled = digits < 0 ? x / scale : x * scale
  const whole = Math.round(scaled)
  const size = Math.abs(scaled)
  const far = Math.abs(Math.abs(scaled - whole) - 0.5)
  // Far from the middle between two candidates the error of the product decides nothing.
  if (size < 2 ** 51 && far > size * 2e-16 + 1e-300)
    return digits < 0 ? whole * scale : whole / scale
  return digits < 0 ? roundTens(x, scale) : roundNearMiddle(x, digits, scaled)
}

/** The powers of ten that are exact: reading one is faster than raising ten to it. */
// biome-ignore format: a table
const TENS: readonly number[] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

function powerOfTen(exponent: number): number {
  return TENS[exponent] ?? 10 ** exponent
}

function roundNearMiddle(x: number, digits: number, scaled: number): number {
  if (!Number.isFinite(scaled) || Math.abs(x) >= 1e21) return x
  // Only a multiple of 2^-(digits + 1) can stand exactly in the middle.
  const middle = Number.isInteger(x * 2 ** (digits + 1)) && Math.abs(scaled % 1) === 0.5
  return middle ? (2 * Math.round(scaled / 2)) / 10 ** digits : Number(x.toFixed(digits))
}

function roundTens(x: number, scale: number): number {
  if (Math.abs(x) >= 2 ** 53) return x
  const low = Math.floor(x / scale) * scale
  const above = x - low
  if (above < scale / 2) return low
  if (above > scale / 2) return low + scale
  return 2 * Math.round(low / scale / 2) * scale
}

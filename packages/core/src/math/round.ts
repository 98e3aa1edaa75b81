/**
 * Rounds to so many decimal places as Python does: the exact value decides, and of two numbers
 * equally near it is the one with an even last digit. With negative places to tens, hundreds…
 */
export function roundDecimals(x: number, digits: number): number {
  const scale = 10 ** Math.abs(digits)
  const scaled = digits < 0 ? x / scale : x * scale
  const whole = Math.round(scaled)
  const size = Math.abs(scaled)
  const far = Math.abs(Math.abs(scaled - whole) - 0.5)
  // Far from the middle between two candidates the error of the product decides nothing.
  if (size < 2 ** 51 && far > size * 2e-16 + 1e-300)
    return digits < 0 ? whole * scale : whole / scale
  return digits < 0 ? roundTens(x, scale) : roundNearMiddle(x, digits, scaled)
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

/** What stands after the point, `.05`, `.5` or nothing, for each number of hundredths and so on. */
const FRACTIONS: ReadonlyMap<number, readonly string[]> = new Map(
  [1, 2, 4].map((digits) => {
    const texts = Array.from({ length: 10 ** digits }, (_, part) => {
      return `.${String(part).padStart(digits, '0')}`.replace(/\.?0+$/, '')
    })
    return [digits, texts]
  }),
)
const TENTHS = FRACTIONS.get(1)!
const HUNDREDTHS = FRACTIONS.get(2)!
const TEN_THOUSANDTHS = FRACTIONS.get(4)!

/** A number with so many decimals, as JSON: a good deal faster than by its shortest form. */
export function decimals(value: number, digits: 1 | 2 | 4): string {
  if (digits === 1) return written(value, 10, TENTHS)
  return digits === 2 ? written(value, 100, HUNDREDTHS) : written(value, 10_000, TEN_THOUSANDTHS)
}

function written(value: number, scale: number, fractions: readonly string[]): string {
  const parts = Math.round(Math.abs(value) * scale)
  const whole = Math.floor(parts / scale)
  const sign = value < 0 && parts > 0 ? '-' : ''
  return `${sign}${whole}${fractions[parts - whole * scale]!}`
}

/** The same as a number, so that it is as long as a sensor or a till would make it. */
export function rounded(value: number, digits: 1 | 2 | 4): number {
  const scale = digits === 1 ? 10 : digits === 2 ? 100 : 10_000
  return Math.round(value * scale) / scale
}

export function place(lat: number, lon: number): string {
  return `{"lat":${decimals(lat, 4)},"lon":${decimals(lon, 4)}}`
}

/** A whole number with zeros before it. */
export function padded(number: number, count: number): string {
  return String(number).padStart(count, '0')
}

/** Of two sides the third; `Math.hypot` differs from engine to engine. */
export function distance(a: number, b: number): number {
  return Math.sqrt(a * a + b * b)
}

/** A value with six decimals at most. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(6)))
}

/** A share as `87.50 %`. */
export function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`
}

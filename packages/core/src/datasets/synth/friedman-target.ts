/** The target without noise (Friedman, 1991), from any five features. */
export function friedman(a: number, b: number, c: number, d: number, e: number): number {
  return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e
}

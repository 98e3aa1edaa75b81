import { growInts, SnapshotError } from '@coelho/core'

/** What stands for a value that has no number. */
export const NO_NUMBER = -0x80000000

/** A whole number for each value that a feature has had: by code where it is a category. */
export class ValueTable {
  static readonly id = 'preprocessing.ValueTable'
  static readonly state = ['byCode', 'byNumber'] as const

  /** For each feature a number by code. */
  private byCode: Int32Array[] = []
  /** For each feature a number by value, where its values are numbers. */
  private byNumber: Map<number, number>[] = []

  /** NO_NUMBER where the value has none. (Whole numbers: fractions would cost an object each.) */
  get(feature: number, isCategory: boolean, value: number): number {
    if (feature >= this.byCode.length) return NO_NUMBER
    if (!isCategory) return this.byNumber[feature].get(value) ?? NO_NUMBER
    const codes = this.byCode[feature]
    return value < codes.length ? codes[value] : NO_NUMBER
  }

  /** All values of a feature that have a number, with it. */
  entries(feature: number, isCategory: boolean): [value: number, number: number][] {
    if (feature >= this.byCode.length) return []
    if (!isCategory) return [...this.byNumber[feature]]
    const codes = Array.from(this.byCode[feature], (number, code): [number, number] => [
      code,
      number,
    ])
    return codes.filter(([, number]) => number !== NO_NUMBER)
  }

  set(feature: number, isCategory: boolean, value: number, number: number): void {
    while (this.byCode.length <= feature) {
      this.byCode.push(new Int32Array(0))
      this.byNumber.push(new Map())
    }
    if (isCategory) {
      this.byCode[feature] = growInts(this.byCode[feature], value + 1, NO_NUMBER)
      this.byCode[feature][value] = number
    } else this.byNumber[feature].set(value, number)
  }

  /** Throws unless each number is allowed, and none is of a feature beyond the last. */
  check(features: number, isAllowed: (number: number) => boolean): void {
    const { byCode, byNumber } = this
    const tables =
      byCode.length <= features &&
      byNumber.length === byCode.length &&
      byCode.every((codes) => codes instanceof Int32Array) &&
      byNumber.every((map) => map instanceof Map)
    const allowed = (number: unknown) => typeof number === 'number' && isAllowed(number)
    const valid =
      tables &&
      byCode.every((codes) => codes.every((number) => number === NO_NUMBER || allowed(number))) &&
      byNumber.every((map) => [...map].every(([key, n]) => Number.isFinite(key) && allowed(n)))
    if (!valid) throw new SnapshotError('a table of values must hold numbers that are known')
  }
}

/** True for the numbers a table can hold. */
export function isTableNumber(number: unknown): boolean {
  return Number.isInteger(number) && (number as number) > NO_NUMBER && (number as number) < 2 ** 31
}

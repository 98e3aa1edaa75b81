import { math } from '@coelho/core'

/** The ages whose share is looked up. */
const TABLE = 1024

/** What is left of a weight after a time: 2^(-factor * age). */
export class Fading {
  private readonly factor: number
  private readonly table: Float64Array

  constructor(factor: number) {
    this.factor = factor
    this.table = Float64Array.from({ length: TABLE }, (_, age) => powerOfTwo(-factor * age))
  }

  after(age: number): number {
    const known = this.table[age]
    return known === undefined ? powerOfTwo(-this.factor * age) : known
  }
}

/** 2^x for an x of at most 0: exact where x is whole, and the same in every engine. */
function powerOfTwo(x: number): number {
  const whole = Math.round(x)
  return whole < -1075 ? 0 : math.exp((x - whole) * Math.LN2) * 2 ** whole
}

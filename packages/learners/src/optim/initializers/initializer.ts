import { Configured } from '@coelho/core'

/** Where weights start. */
export abstract class Initializer<Options extends object = object> extends Configured<Options> {
  /** The next weight. */
  abstract next(): number

  /** One weight, or a list of so many. */
  call(): number
  call(shape: number): number | number[]
  call(shape = 1): number | number[] {
    return shape === 1 ? this.next() : Array.from({ length: shape }, () => this.next())
  }
}

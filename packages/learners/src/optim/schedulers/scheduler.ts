import { Configured } from '@coelho/core'

/** A learning rate that may change while an optimizer steps. */
export abstract class Scheduler<Options extends object = object> extends Configured<Options> {
  /** The rate after so many steps. */
  abstract get(t: number): number
}

import type { Rule } from '@coelho/core'

export interface JobsOptions {
  /**
   * Over how many threads the trees are spread while frames are learned, this one included; null:
   * over none, with River's own random choices. With any number each tree draws by itself, so
   * that the number changes nothing but the speed.
   */
  readonly nJobs: number | null
}

export const JOBS: Readonly<Record<'nJobs', Rule>> = {
  nJobs: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 256 },
}

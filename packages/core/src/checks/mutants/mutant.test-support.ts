/** A model that breaks the contract in one way. */
export interface Mutant {
  /** What is wrong with it. */
  readonly fault: string
  /** The name of the check that must catch it. */
  readonly check: string
  readonly make: () => object
}

/** Fields of a mutant that TypeScript knows nothing of. */
export type Loose = Record<string, unknown>

/** A transaction that was given up: which producer's, and where its first record stands. */
export interface AbortedTransaction {
  readonly producer: bigint
  readonly firstOffset: number
}

/** What of a batch decides whether its records count. */
export interface BatchFacts {
  readonly lastOffset: number
  readonly producer: bigint
  readonly isTransactional: boolean
  /** A mark of the broker's own, which is no record: a transaction ends here. */
  readonly control: 'abort' | 'commit' | null
}

/**
 * Tells batches that count from those of aborted transactions, in the order of the log: a
 * transaction's batches are dropped from its first offset to the mark that ends it. Only a mark
 * of the broker ends one, whatever the key of a record looks like.
 */
export class AbortedFilter {
  /** Those that begin later, the next one last. */
  private readonly pending: AbortedTransaction[]
  private readonly active: Set<bigint> = new Set()

  constructor(aborted: readonly AbortedTransaction[]) {
    this.pending = [...aborted].sort((a, b) => b.firstOffset - a.firstOffset)
  }

  /** To be asked once for each batch. */
  keeps({ lastOffset, producer, isTransactional, control }: BatchFacts): boolean {
    const { pending, active } = this
    for (let next = pending.at(-1); next && next.firstOffset <= lastOffset; next = pending.at(-1)) {
      active.add(next.producer)
      pending.pop()
    }
    if (control === 'abort') active.delete(producer)
    return control === null && !(isTransactional && active.has(producer))
  }
}

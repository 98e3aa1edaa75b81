import { SnapshotError } from '@coelho/core'

/** Which row of a table belongs to a key, where only few of all keys are ever met. */
export class RowIndex {
  static readonly id = 'facto.RowIndex'
  static readonly state = ['rows'] as const

  /** Rows by key, 0, 1, 2 … as the keys were met. */
  private readonly rows: Map<number, number> = new Map()
  /** Those of keys that only a prediction brought, from `size` on. */
  private readonly provisional: Map<number, number> = new Map()

  get size(): number {
    return this.rows.size
  }

  /** The row of a key; a new one is kept if it is to be learned, else until `forget`. */
  row(key: number, isLearned: boolean): number {
    const known = this.rows.get(key) ?? (isLearned ? undefined : this.provisional.get(key))
    if (known !== undefined) return known
    const next = this.rows.size + (isLearned ? 0 : this.provisional.size)
    ;(isLearned ? this.rows : this.provisional).set(key, next)
    return next
  }

  /** The row of a key, or -1. */
  find(key: number): number {
    return this.rows.get(key) ?? -1
  }

  forget(): void {
    if (this.provisional.size > 0) this.provisional.clear()
  }

  /** Throws unless keys have rows in turn, and each is one that may be met. */
  check(isKey: (key: number) => boolean): void {
    let next = 0
    for (const [key, row] of this.rows) {
      const isWhole = Number.isSafeInteger(key) && key >= 0 && isKey(key)
      if (row !== next++ || !isWhole) {
        throw new SnapshotError('a factorisation machine must know whose latent numbers are whose')
      }
    }
  }
}

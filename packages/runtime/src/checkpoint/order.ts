import { type Manifest, type OrderRun, sha256 } from './manifest.js'

/** A manifest holds no more runs than these: the next one starts from the snapshot before it. */
const MOST_RUNS = 2000

/** What was learned since the generation before, and what stands at its end. */
interface Learned {
  readonly events: number
  readonly order: readonly OrderRun[]
  readonly snapshot: Uint8Array
  readonly isBeyondReplay?: boolean
}

/**
 * The runs since the base and these; too many of them make the last snapshot the new base. What a
 * replay would not give begins anew with the snapshot that has it.
 */
export function withRuns(
  before: Manifest,
  { events, order: runs, snapshot, isBeyondReplay }: Learned,
): Pick<Manifest, 'base' | 'order'> {
  if (isBeyondReplay) return { base: { events, sha256: sha256(snapshot) }, order: [] }
  const order = joinRuns([...before.order, ...runs])
  if (order.length <= MOST_RUNS) return { base: before.base, order }
  const base = { events: before.events, sha256: before.blob.sha256 }
  return { base, order: joinRuns(runs) }
}

/** Runs that go on where the one before them ended become one. */
export function joinRuns(runs: readonly OrderRun[]): OrderRun[] {
  const joined: OrderRun[] = []
  for (const run of runs) {
    const last = joined[joined.length - 1]
    if (last && last[0] === run[0] && last[2] === run[1]) {
      joined[joined.length - 1] = [run[0], last[1], run[2]]
    } else {
      joined.push(run)
    }
  }
  return joined
}

import type { Entry } from './journal.js'

/** Whether an operation is mostly its files, which have a share of the room of their own. */
export function hasFiles({ op }: Pick<Entry, 'op'>): boolean {
  return op.kind === 'files' || op.kind === 'version'
}

/**
 * What is kept where room is scarce: half of it is for files, half for all else. Of files of a run
 * only the last are kept, of versions the last ones. Of points every second goes as long as there
 * are too many, so that a curve loses detail and neither its beginning nor its end.
 */
export function thin(entries: readonly Entry[], maxBytes: number): Entry[] {
  let kept = withoutOldFiles(entries)
  while (sum(kept.filter((one) => !hasFiles(one))) > maxBytes / 2) {
    const fewer = halfOfPoints(kept)
    if (fewer.length === kept.length) break
    kept = fewer
  }
  for (;;) {
    const files = kept.filter(hasFiles)
    if (sum(files) <= maxBytes / 2) return kept
    const versions = files.filter(({ op }) => op.kind === 'version')
    const [first] = versions.length > 1 ? versions : files
    kept = kept.filter((entry) => entry !== first)
  }
}

function withoutOldFiles(entries: readonly Entry[]): Entry[] {
  const last = new Map<string, Entry>()
  for (const entry of entries) if (entry.op.kind === 'files') last.set(nameOf(entry), entry)
  return entries.filter((entry) => {
    return entry.op.kind !== 'files' || last.get(nameOf(entry)) === entry
  })
}

/** Files of one run and the same paths take each other's place. */
function nameOf({ op }: Entry): string {
  return op.kind === 'files' ? JSON.stringify([op.run, op.files.map(({ path }) => path)]) : ''
}

function halfOfPoints(entries: readonly Entry[]): Entry[] {
  const runs = new Map<string, { entry: Entry; step: number }[]>()
  for (const entry of entries) {
    const { op } = entry
    if (op.kind !== 'points') continue
    const points = runs.get(op.run) ?? []
    points.push({ entry, step: op.step })
    runs.set(op.run, points)
  }
  const gone = new Set<Entry>()
  for (const points of runs.values()) {
    const last = points.at(-1)!
    // By steps: those that were thinned before are far apart already.
    const gap = (2 * (last.step - points[0]!.step)) / points.length
    let kept = points[0]!
    for (const point of points.slice(1, -1)) {
      if (point.step - kept.step >= gap) kept = point
      else gone.add(point.entry)
    }
  }
  return entries.filter((entry) => !gone.has(entry))
}

function sum(entries: readonly Entry[]): number {
  let bytes = 0
  for (const entry of entries) bytes += entry.bytes
  return bytes
}

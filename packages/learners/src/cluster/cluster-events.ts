/** What a cluster has come to. */
export interface ClusterEvent {
  readonly type: 'birth' | 'death' | 'merge' | 'split'
  /** The lasting number of the cluster: it stays as long as most of its micro-clusters do. */
  readonly cluster: number
  readonly time: number
  /** The cluster that it merged into, or split from. */
  readonly other?: number
}

/** A model whose clusters are made of micro-clusters. */
export interface MicroClustering {
  /** By the number of a micro-cluster that of its cluster; noise is left out. */
  readonly microToMacro: ReadonlyMap<number, number>
}

/** Micro-clusters that a cluster of before and one of now have in common. */
interface Share {
  readonly before: number
  readonly now: number
  count: number
}

/**
 * Watches a `DBSTREAM`, `DenStream`, `CluStream` or `TextClust`, and tells which of its clusters
 * were born, died, merged or split since it looked last. The model numbers its clusters anew each
 * time; here a cluster keeps its number as long as it keeps most of its micro-clusters.
 *
 * It is no part of the model: it is not saved with it, and looking changes nothing.
 *
 * @example
 * const model = new cluster.DBSTREAM({ clusteringThreshold: 1.5, fadingFactor: 0 })
 * const watch = new cluster.ClusterEvents(model)
 * model.learnOne({ x: 1 })
 * watch.update({ t: 10 }) // => [{ type: 'birth', cluster: 0, time: 10 }]
 * model.learnOne({ x: 9 })
 * watch.update({ t: 20 }) // => [{ type: 'birth', cluster: 1, time: 20 }]
 */
export class ClusterEvents {
  private readonly model: MicroClustering
  /** By micro-cluster the lasting number of its cluster. */
  private before: ReadonlyMap<number, number> = new Map()
  private next = 0
  private updates = 0
  /** By the model's number of a cluster its lasting one. */
  private lasting: ReadonlyMap<number, number> = new Map()

  constructor(model: MicroClustering) {
    this.model = model
  }

  /** By the number that the model gave a cluster at the last update, the lasting one. */
  get numbers(): ReadonlyMap<number, number> {
    return this.lasting
  }

  /** What has happened since the last time; `t` is the time of it, else updates are counted. */
  update(options?: { readonly t?: number | Date }): ClusterEvent[] {
    this.updates += 1
    const time = Number(options?.t ?? this.updates)
    const now = this.model.microToMacro
    const shares = this.sharesWith(now)
    const { lasting, heirs } = match(shares)
    const events: ClusterEvent[] = []
    for (const label of new Set(now.values())) {
      if (lasting.has(label)) continue
      const parent = shares.find((share) => share.now === label)?.before
      lasting.set(label, this.next)
      const event = { cluster: this.next++, time }
      if (parent === undefined) events.push({ type: 'birth', ...event })
      else events.push({ type: 'split', ...event, other: parent })
    }
    for (const cluster of new Set(this.before.values())) {
      if (heirs.has(cluster)) continue
      const heir = shares.find((share) => share.before === cluster)?.now
      const other = heir === undefined ? undefined : lasting.get(heir)
      if (other === undefined) events.push({ type: 'death', cluster, time })
      else events.push({ type: 'merge', cluster, time, other })
    }
    this.lasting = lasting
    this.before = new Map(
      Array.from(now, ([micro, label]) => [micro, lasting.get(label) as number]),
    )
    return events
  }

  /** The largest first; of equal ones those of older clusters. */
  private sharesWith(now: ReadonlyMap<number, number>): Share[] {
    const shares = new Map<string, Share>()
    for (const [micro, label] of now) {
      const before = this.before.get(micro)
      if (before === undefined) continue
      const key = `${before} ${label}`
      const share = shares.get(key) ?? { before, now: label, count: 0 }
      share.count += 1
      shares.set(key, share)
    }
    return [...shares.values()].sort(
      (a, b) => b.count - a.count || a.before - b.before || a.now - b.now,
    )
  }
}

/** Hands lasting numbers on, each to one cluster, along the largest shares. */
function match(shares: readonly Share[]): { lasting: Map<number, number>; heirs: Set<number> } {
  const lasting = new Map<number, number>()
  const heirs = new Set<number>()
  for (const { before, now } of shares) {
    if (heirs.has(before) || lasting.has(now)) continue
    heirs.add(before)
    lasting.set(now, before)
  }
  return { lasting, heirs }
}

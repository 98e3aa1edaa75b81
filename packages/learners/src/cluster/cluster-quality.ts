/** A model whose clusters are made of micro-clusters. */
export interface MeasuredClustering {
  readonly microClusters: ReadonlyMap<number, WeighedCentre>
  /** By the number of a micro-cluster that of its cluster; noise is left out. */
  readonly microToMacro: ReadonlyMap<number, number>
}

interface WeighedCentre {
  readonly center: Readonly<Record<string, number>>
  readonly weight: number
}

/** How well one cluster holds together, and how far it is from the others. */
export interface MeasuredCluster {
  readonly microClusters: number
  readonly weight: number
  /** The weighted mean of its micro-clusters' silhouettes. */
  readonly silhouette: number
  /** The weighted mean of the distances of its micro-clusters from its centre. */
  readonly scatter: number
  /** How far the nearest other centre is; Infinity if there is none. */
  readonly separation: number
}

/** Internal measures: they need no true labels. */
export interface ClusterQuality {
  /** The weighted mean over all micro-clusters: from -1 to 1, the more the better. */
  readonly silhouette: number
  /** The less the better. */
  readonly daviesBouldin: number
  /** The more the better. */
  readonly calinskiHarabasz: number
  /** The less the better. */
  readonly xieBeni: number
  /** The weighted sum of squared distances from the centres of the clusters. */
  readonly ssw: number
  /** The same of the centres of the clusters from that of all. */
  readonly ssb: number
  readonly clusters: ReadonlyMap<number, MeasuredCluster>
  /** By micro-cluster, noise left out, its silhouette. */
  readonly silhouettes: ReadonlyMap<number, number>
}

interface Member extends WeighedCentre {
  readonly key: number
  /** The distance from the centre of its cluster, and from the nearest other one. */
  own: number
  other: number
}

interface Group {
  readonly number: number
  readonly members: Member[]
  readonly center: Map<string, number>
  readonly weight: number
}

/**
 * How good the clusters of a `DBSTREAM`, `DenStream` or `CluStream` are at this moment, by their
 * micro-clusters alone: no event is needed again.
 *
 * Each micro-cluster stands for its weight in events at its centre; what a centre does not have
 * counts as 0. A silhouette is the simplified one: by the distances a from the centre of the own
 * cluster and b from the nearest other, (b - a) / max(a, b). With a single cluster, silhouettes
 * are 0, and what compares clusters is NaN.
 *
 * @example
 * const model = new cluster.DBSTREAM({ clusteringThreshold: 1.5, fadingFactor: 0 })
 * for (const x of [1, 2, 8, 9, 1, 9]) model.learnOne({ x })
 * const quality = cluster.clusterQuality(model)
 * quality.silhouette // => 1
 * quality.clusters.get(0)?.separation.toFixed(1) // => '7.3'
 */
export function clusterQuality(model: MeasuredClustering): ClusterQuality {
  const groups = groupsOf(model)
  const all = meanOf(groups.flatMap(({ members }) => members))
  let [ssw, ssb, weight] = [0, 0, 0]
  for (const group of groups) {
    for (const member of group.members) {
      for (const { number, center } of groups) {
        const distance = Math.sqrt(squareBetween(new Map(Object.entries(member.center)), center))
        if (number === group.number) member.own = distance
        else if (distance < member.other) member.other = distance
      }
      ssw += member.weight * member.own * member.own
    }
    weight += group.weight
    ssb += group.weight * squareBetween(group.center, all)
  }
  const clusters = new Map(groups.map((group) => [group.number, measure(group, groups)]))
  const nearest = Math.min(...Array.from(clusters.values(), ({ separation }) => separation))
  const members = groups.flatMap((group) => group.members)
  const isPlural = groups.length > 1
  return {
    silhouette: weightedMean(members, silhouetteOf),
    daviesBouldin: isPlural ? daviesBouldin(groups, clusters) : NaN,
    calinskiHarabasz: isPlural ? ssb / (groups.length - 1) / (ssw / (weight - groups.length)) : NaN,
    xieBeni: isPlural ? ssw / (weight * nearest * nearest) : NaN,
    ...{ ssw, ssb, clusters },
    silhouettes: new Map(members.map((member) => [member.key, silhouetteOf(member)])),
  }
}

function groupsOf({ microClusters, microToMacro }: MeasuredClustering): Group[] {
  const groups = new Map<number, Member[]>()
  for (const [key, number] of microToMacro) {
    const micro = microClusters.get(key)
    if (micro === undefined) continue
    const member = { key, center: micro.center, weight: micro.weight, own: 0, other: Infinity }
    const members = groups.get(number)
    if (members) members.push(member)
    else groups.set(number, [member])
  }
  return Array.from(groups, ([number, members]) => {
    const weight = members.reduce((sum, member) => sum + member.weight, 0)
    return { number, members, weight, center: meanOf(members) }
  }).sort((a, b) => a.number - b.number)
}

function meanOf(members: readonly Member[]): Map<string, number> {
  const weight = members.reduce((sum, member) => sum + member.weight, 0)
  const mean = new Map<string, number>()
  for (const { center, weight: share } of members) {
    for (const [name, value] of Object.entries(center)) {
      mean.set(name, (mean.get(name) ?? 0) + (value * share) / weight)
    }
  }
  return mean
}

function squareBetween(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let square = 0
  for (const [name, value] of a) square += (value - (b.get(name) ?? 0)) ** 2
  for (const [name, value] of b) if (!a.has(name)) square += value * value
  return square
}

function silhouetteOf({ own, other }: Member): number {
  if (other === Infinity || (own === 0 && other === 0)) return 0
  return (other - own) / Math.max(own, other)
}

function weightedMean(members: readonly Member[], of: (member: Member) => number): number {
  let [sum, weight] = [0, 0]
  for (const member of members) {
    sum += member.weight * of(member)
    weight += member.weight
  }
  return weight > 0 ? sum / weight : 0
}

function measure(
  { number, members, weight, center }: Group,
  groups: readonly Group[],
): MeasuredCluster {
  const separation = groups.reduce((least, other) => {
    if (other.number === number) return least
    return Math.min(least, Math.sqrt(squareBetween(center, other.center)))
  }, Infinity)
  return {
    microClusters: members.length,
    weight,
    silhouette: weightedMean(members, silhouetteOf),
    scatter: weightedMean(members, ({ own }) => own),
    separation,
  }
}

/** The mean over clusters of how much the most alike other one overlaps. */
function daviesBouldin(
  groups: readonly Group[],
  clusters: ReadonlyMap<number, MeasuredCluster>,
): number {
  const scatterOf = ({ number }: Group) => clusters.get(number)?.scatter ?? 0
  const worst = groups.map((group) =>
    groups.reduce((most, other) => {
      if (other === group) return most
      const apart = Math.sqrt(squareBetween(group.center, other.center))
      return Math.max(most, (scatterOf(group) + scatterOf(other)) / apart)
    }, 0),
  )
  return worst.reduce((sum, one) => sum + one, 0) / groups.length
}

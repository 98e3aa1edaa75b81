export interface DBSTREAMOptions {
  /** The radius of a micro-cluster. */
  readonly clusteringThreshold: number
  /** How fast weights fade: after n events 2^(-fadingFactor * n) is left. */
  readonly fadingFactor: number
  /** After so many events micro-clusters and densities that have become faint are dropped. */
  readonly cleanupInterval: number
  /** Two micro-clusters that share more than this part of their weight are one cluster. */
  readonly intersectionFactor: number
  /** A micro-cluster of less weight is noise. */
  readonly minimumWeight: number
}

/** A group of events. */
export interface Cluster {
  readonly center: Record<string, number>
  /** When its first micro-cluster last changed, in events. */
  readonly lastUpdate: number
  /** How many events it is worth, each faded. */
  readonly weight: number
}

export interface DenStreamOptions {
  /** How fast weights fade: after a time t 2^(-decayingFactor * t) is left. */
  readonly decayingFactor: number
  /** The part of `mu` that a micro-cluster must outweigh to count for more than an outlier. */
  readonly beta: number
  /** What a micro-cluster must weigh to be the core of a cluster. */
  readonly mu: number
  /** The largest radius of a micro-cluster. */
  readonly epsilon: number
  /** How many events the first micro-clusters are made of. */
  readonly nSamplesInit: number
  /** How many events come in a unit of time. */
  readonly streamSpeed: number
}

/** A group of events. */
export interface DenStreamCluster {
  readonly center: Record<string, number>
  /** How many events it is worth. */
  readonly weight: number
}

/** A small group of events. */
export interface DenStreamMicroCluster extends DenStreamCluster {
  /** In units of time. */
  readonly lastEdit: number
  readonly created: number
}

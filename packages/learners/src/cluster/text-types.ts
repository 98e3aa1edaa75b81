import type { LearnManyOptions, LearnOptions, Rule } from '@coelho/core'

export interface TextClustOptions {
  /** A text that is nearer than this to a micro-cluster joins it. */
  readonly radius: number
  /** How fast weights fade: after a time t 2^(-fadingFactor * t) is left. */
  readonly fadingFactor: number
  /** After this time micro-clusters that have come near each other are merged. */
  readonly tgap: number
  /** Whether the terms of a micro-cluster fade too. */
  readonly termFading: boolean
  /** Whether `learnOne` is told the time; else each event takes one unit of it. */
  readonly realTimeFading: boolean
  /** How far micro-clusters are apart. */
  readonly microDistance: 'tfidf_cosine_distance'
  /** How far they are apart when they are joined to clusters. */
  readonly macroDistance: 'tfidf_cosine_distance'
  /** How many clusters the micro-clusters are joined to. */
  readonly numMacro: number
  /** A micro-cluster that does not weigh more is noise. */
  readonly minWeight: number
  /** Whether the radius follows the distances that are met, instead of `radius`. */
  readonly autoR: boolean
  /** Whether micro-clusters are merged. */
  readonly autoMerge: boolean
  /** With `autoR`: so many standard deviations below the mean distance. */
  readonly sigma: number
}

/** When an event happened. */
export interface TextLearnOptions extends LearnOptions {
  /** A `Date` counts in milliseconds, a number in what unit you like. */
  readonly t?: number | Date
}

export interface TextLearnManyOptions extends LearnManyOptions {
  readonly t?: ArrayLike<number | Date>
}

/** What is asked about a text. */
export interface TextPredictOptions {
  /** The number of the nearest micro-cluster, or of the cluster that it is part of. */
  readonly type?: 'micro' | 'macro'
}

/** A group of texts. */
export interface TextCluster {
  readonly weight: number
  /** Up to when it has faded. */
  readonly time: number
  /** How many texts it was made of, those of merged ones left out. */
  readonly n: number
  /** How often each term occurs, faded. */
  readonly tf: Record<string, number>
}

/** Clusters of micro-clusters. */
export interface TextMacroCluster {
  readonly weight: number
  readonly tf: Record<string, number>
  /** The numbers of its micro-clusters. */
  readonly microClusters: readonly number[]
}

/** What a distance may be: River has one. */
export const DISTANCE: Rule = {
  kind: 'string',
  default: 'tfidf_cosine_distance',
  choices: ['tfidf_cosine_distance'],
}

export type { CentroidOptions } from './centroids.js'
export { type ClusterEvent, ClusterEvents, type MicroClustering } from './cluster-events.js'
export type { ClusterProfile, FeatureProfile } from './cluster-profile.js'
export {
  type ClusterQuality,
  clusterQuality,
  type MeasuredCluster,
  type MeasuredClustering,
} from './cluster-quality.js'
export { CluStream, type CluStreamMicroCluster, type CluStreamOptions } from './clustream.js'
export { DBSTREAM } from './dbstream.js'
export type { Cluster, DBSTREAMOptions } from './dbstream-types.js'
export { DenStream } from './denstream.js'
export type {
  DenStreamCluster,
  DenStreamMicroCluster,
  DenStreamOptions,
} from './denstream-types.js'
export { KMeans, type KMeansOptions } from './k-means.js'
export { ODAC, type ODACOptions, type ODACSummary } from './odac.js'
export { STREAMKMeans, type STREAMKMeansOptions } from './stream-k-means.js'
export type {
  TextCluster,
  TextClustOptions,
  TextLearnManyOptions,
  TextLearnOptions,
  TextMacroCluster,
  TextPredictOptions,
} from './text-types.js'
export { TextClust } from './textclust.js'

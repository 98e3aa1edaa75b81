export type { CentroidOptions } from './centroids.js'
export { type Cluster, DBSTREAM, type DBSTREAMOptions } from './dbstream.js'
export { KMeans, type KMeansOptions } from './k-means.js'
export { STREAMKMeans, type STREAMKMeansOptions } from './stream-k-means.js'

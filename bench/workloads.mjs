/**
 * What is measured. `riverRows` are few because River is slow; ours runs at as many rows too, and
 * ratios to River are taken there. `rows` are as many as the other peers get. `goals` are the
 * least ratios wanted, by variant and peer. `models.json` says what the models are.
 */

export const allRows = 200_000

export const regressionStreams = ['friedman', 'mv']
/** A data set that comes with River, its generator of anomalies, and events with uniform ones. */
export const anomalyStreams = ['shuttle', 'anomaly_sine', 'rbf_outliers']
const rowsOf = { shuttle: 49_097 }
const both = ['objects', 'frames']
const classStreams = ['rbf', 'agrawal', 'agrawal_drift', 'hyperplane', 'sea', 'led']
const bayesGoals = { objects: { river: 100 }, frames: { river: 200, bare: 0.5 } }
const treeGoals = { objects: { river: 45 }, frames: { river: 80, moa: 2 } }
const ledGoals = { objects: { river: 45 }, frames: { river: 60 } }

/** The same model on several streams; `special` are the goals that differ on one of them. */
function on(streams, workload, special = {}) {
  return streams.map((stream) => ({
    ...workload,
    stream,
    goals: special[stream] ?? workload.goals,
    chaotic: stream.startsWith('agrawal'),
  }))
}

function frames(goals) {
  return { frames: goals }
}

const learners = [
  ...on(['rbf', 'sea'], {
    model: 'naive-bayes',
    peers: ['river', 'moa', 'bare'],
    riverRows: 50_000,
    goals: bayesGoals,
  }),
  ...on(['rbf', 'agrawal', 'hyperplane', 'sea'], {
    model: 'tree',
    peers: ['river', 'moa'],
    riverRows: 50_000,
    goals: treeGoals,
  }),
  ...on(['led'], { model: 'tree', peers: ['river', 'moa'], riverRows: 20_000, goals: ledGoals }),
  ...on(['rbf', 'agrawal', 'agrawal_drift'], {
    model: 'adaptive-tree',
    peers: ['river', 'moa'],
    riverRows: 20_000,
    goals: frames({ river: 50, moa: 1.3 }),
  }),
  ...on(['rbf', 'agrawal', 'agrawal_drift'], {
    model: 'fast-tree',
    peers: ['river', 'moa'],
    rows: 20_000,
    riverRows: 10_000,
    goals: frames({ river: 100, moa: 1 }),
  }),
  ...on(regressionStreams, {
    model: 'regression-tree',
    peers: ['river', 'moa'],
    riverRows: 20_000,
    goals: frames({ river: 25, moa: 5 }),
  }),
]

const forests = [
  ...on(
    classStreams,
    {
      model: 'forest',
      peers: ['river', 'moa'],
      rows: 20_000,
      riverRows: 5_000,
      goals: frames({ river: 50, moa: 3.5 }),
    },
    { rbf: frames({ river: 50, moa: 2 }) },
  ),
  // River has no such option; its detectors take a falling error for a drift, too.
  ...on(classStreams, {
    model: 'forest-rising',
    peers: ['moa'],
    rows: 20_000,
    riverRows: 20_000,
    goals: {},
  }),
  ...on(['imbalanced'], {
    model: 'fraud-forest',
    peers: ['river'],
    rows: 50_000,
    riverRows: 20_000,
    goals: frames({ river: 50 }),
  }),
  ...on(regressionStreams, {
    model: 'forest-regressor',
    peers: ['river', 'moa'],
    rows: 20_000,
    riverRows: 5_000,
    goals: frames({ river: 50, moa: 1 }),
  }),
  ...on(['rbf', 'agrawal', 'sea'], {
    model: 'mondrian-forest',
    peers: ['river'],
    rows: 20_000,
    riverRows: 5_000,
    goals: frames({ river: 20 }),
  }),
  ...on(['rbf', 'agrawal', 'agrawal_drift'], {
    model: 'random-patches',
    peers: ['river', 'moa'],
    rows: 10_000,
    riverRows: 3_000,
    goals: frames({ river: 50, moa: 1.5 }),
  }),
  ...on(['rbf', 'agrawal', 'agrawal_drift'], {
    model: 'leveraging-bagging',
    peers: ['river', 'moa'],
    rows: 10_000,
    riverRows: 3_000,
    goals: frames({ river: 60, moa: 1.2 }),
  }),
]

/** Each event is scored, then learned: objects only, since frames are scored or learned whole. */
function scoring(model, riverRows, streams = anomalyStreams.slice(0, 1), least = 20) {
  const most = riverRows < 10_000 ? 10_000 : allRows
  return streams.map((stream) => ({
    model,
    stream,
    variants: ['objects'],
    rows: Math.min(most, rowsOf[stream] ?? allRows),
    peers: ['river'],
    riverRows,
    goals: { objects: { river: least } },
  }))
}

const anomalies = [
  ...scoring('half-space-trees', 49_097, anomalyStreams, 25),
  ...scoring('loda', 5_000),
  ...scoring('local-outlier-factor', 3_000),
  ...scoring('one-class-svm', 49_097),
  ...scoring('gaussian-scorer', 49_097),
  ...scoring('rolling-gaussian-scorer', 49_097),
  ...scoring('absolute-deviation', 49_097),
  ...scoring('predictive-detection', 49_097),
]

const neighbors = [
  ...on(['rbf'], {
    model: 'knn',
    peers: ['river', 'moa'],
    rows: 20_000,
    riverRows: 10_000,
    goals: frames({ river: 10, moa: 4 }),
  }),
  ...on(['rbf'], {
    model: 'knn-graph',
    peers: ['river'],
    rows: 20_000,
    riverRows: 5_000,
    goals: frames({ river: 20 }),
  }),
  ...on(['friedman'], {
    model: 'knn-regressor',
    peers: ['river'],
    rows: 20_000,
    riverRows: 10_000,
    goals: frames({ river: 20 }),
  }),
]

/**
 * Clusterers predict, then learn, objects (River has no frames); `learn` is learning alone. The
 * first `before` rows are learned before the clock starts. DenStream of River would take minutes
 * to predict a single event among 10,000 micro-clusters.
 */
function clusterer(model, stream, { learn, test, ...rest }) {
  const common = { model, stream, peers: ['river'], ...rest }
  const learning = { way: 'learn', name: `${model}/${stream}-learn`, variants: both, ...learn }
  return [...(test ? [{ variants: ['objects'], ...test }] : []), ...(learn ? [learning] : [])].map(
    (workload) => ({ ...common, ...workload }),
  )
}
const atLeast = (river, more = {}) => ({ objects: { river }, frames: { river, ...more } })
const testAtLeast = (river) => ({ objects: { river } })

const clusterers = [
  ...clusterer('dbstream', 'places_100', {
    ...{ rows: 50_000, riverRows: 5_000, before: 200 },
    test: { goals: testAtLeast(15) },
    learn: { goals: atLeast(15) },
  }),
  ...clusterer('dbstream-fading', 'sea', {
    ...{ rows: 50_000, riverRows: 10_000 },
    test: { goals: testAtLeast(15) },
    learn: { goals: atLeast(15) },
  }),
  ...clusterer('dbstream', 'places_10k', {
    ...{ rows: 20_000, riverRows: 200, before: 20_000 },
    test: { goals: testAtLeast(100) },
    learn: { goals: atLeast(100) },
  }),
  ...clusterer('denstream', 'axes_100', {
    ...{ rows: 50_000, before: 200 },
    test: { riverRows: 300, goals: testAtLeast(5) },
    learn: { riverRows: 20_000, goals: atLeast(5) },
  }),
  ...clusterer('denstream', 'axes_10k', {
    ...{ rows: 20_000, before: 20_000 },
    learn: { riverRows: 500, goals: atLeast(50) },
  }),
  ...clusterer('clustream', 'rbf', {
    ...{ rows: 50_000, riverRows: 3_000 },
    test: { goals: testAtLeast(50) },
    learn: { peers: ['river', 'moa'], goals: atLeast(50, { moa: 3 }) },
  }),
  // KMeans and CluStream of River draw in the order of a set of names: another one in each process
  ...clusterer('k-means', 'rbf', {
    riverRows: 20_000,
    test: { goals: testAtLeast(20) },
    learn: { goals: atLeast(20) },
  }),
  ...clusterer('stream-k-means', 'rbf', {
    ...{ rows: 100_000, riverRows: 20_000, before: 10 }, // River predicts nothing before the first chunk
    test: { goals: testAtLeast(20) },
    learn: { goals: atLeast(20) },
  }),
  ...clusterer('odac', 'rbf', {
    riverRows: 10_000,
    learn: { goals: atLeast(20) },
  }),
  ...clusterer('textclust', 'words', {
    ...{ rows: 10_000, riverRows: 1_000 },
    test: { goals: testAtLeast(20) },
    // a frame of numbers has no gaps, and a text has few of all words
    learn: { variants: ['objects'], goals: testAtLeast(20) },
  }),
]

/** They watch a stream of errors, as arrays of 0 and 1: the labels of a stream of two classes. */
const detectors = ['adwin', 'page-hinkley', 'ddm', 'eddm', 'fhddm', 'hddm-a', 'hddm-w', 'kswin']
const watching = detectors.map((model) => ({
  model,
  stream: 'sea',
  variants: ['frames'],
  peers: ['river', ...(['adwin'].includes(model) ? ['moa'] : [])],
  riverRows: model === 'kswin' ? 20_000 : allRows,
  goals: frames(model === 'adwin' ? { river: 3, moa: 2.5 } : { river: 15 }),
}))

const scaler = {
  model: 'scaler',
  stream: 'rbf',
  variants: ['objects'],
  peers: ['river'],
  riverRows: 100_000,
  goals: { objects: { river: 15 } },
}

export const workloads = [
  ...learners,
  ...forests,
  ...anomalies,
  ...neighbors,
  ...clusterers,
  ...watching,
  scaler,
].map((workload) => ({
  name: `${workload.model}/${workload.stream}`,
  variants: both,
  rows: allRows,
  before: 0,
  way: 'test',
  ...workload,
}))

/** Rows dropped at the front, to average an accuracy over near-equal streams. */
export const shifts = [0, 1, 7, 50, 333]

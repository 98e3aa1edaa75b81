/**
 * What is measured. `riverRows` are few because River is slow; ours runs at as many rows too, and
 * ratios to River are taken there. `rows` are as many as the other peers get. `goals` are the
 * least ratios wanted, by variant and peer. `models.json` says what the models are.
 */

export const allRows = 200_000

export const regressionStreams = ['friedman', 'mv']
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

export const workloads = [...learners, ...forests, ...watching, scaler].map((workload) => ({
  name: `${workload.model}/${workload.stream}`,
  variants: both,
  rows: allRows,
  ...workload,
}))

/** Rows dropped at the front, to average an accuracy over near-equal streams. */
export const shifts = [0, 1, 7, 50, 333]

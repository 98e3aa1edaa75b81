/**
 * What is measured. `riverRows` are few because River is slow; ours runs at as many rows too, and
 * ratios to River are taken there. `goals` are the least ratios wanted, by variant and peer.
 */

export const allRows = 200_000

const treeGoals = { objects: { river: 45 }, frames: { river: 80, moa: 2 } }
const bayesGoals = { objects: { river: 100 }, frames: { river: 200, bare: 0.5 } }
const tree = { model: 'tree', variants: ['objects', 'frames'], peers: ['river', 'moa'] }
const bayes = {
  model: 'naive-bayes',
  variants: ['objects', 'frames'],
  peers: ['river', 'moa', 'bare'],
}

export const workloads = [
  { ...bayes, stream: 'rbf', riverRows: 50_000, goals: bayesGoals },
  { ...bayes, stream: 'sea', riverRows: 50_000, goals: bayesGoals },
  { ...tree, stream: 'rbf', riverRows: 50_000, goals: treeGoals },
  { ...tree, stream: 'agrawal', riverRows: 50_000, goals: treeGoals, chaotic: true },
  { ...tree, stream: 'hyperplane', riverRows: 50_000, goals: treeGoals },
  { ...tree, stream: 'sea', riverRows: 50_000, goals: treeGoals },
  {
    ...tree,
    stream: 'led',
    riverRows: 20_000,
    goals: { objects: { river: 45 }, frames: { river: 60 } },
  },
  {
    model: 'scaler',
    variants: ['objects'],
    peers: ['river'],
    stream: 'rbf',
    riverRows: 100_000,
    goals: { objects: { river: 15 } },
  },
].map((workload) => ({ name: `${workload.model}/${workload.stream}`, ...workload }))

/** Rows dropped at the front, to average an accuracy over near-equal streams. */
export const shifts = [0, 1, 7, 50, 333]

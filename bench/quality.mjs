import { contend } from './contend.mjs'
import { regressionStreams, shifts, workloads } from './workloads.mjs'

/** Less than this is no difference: a label here and there, from another order of additions. */
const tolerance = 0.0005

/** Accuracy of each contender on each workload, one pass for each shift of the stream. */
export async function measureQuality(wanted, tools) {
  const measured = []
  for (const workload of workloads) {
    if (!isJudged(workload) || !wanted.only.test(workload.name)) continue
    const rows = wanted.quick ? 1_000 : workload.riverRows
    const accuracy = {}
    for (const [contender, variant] of contendersOf(workload, tools)) {
      const key = contender === 'coelho' ? variant : contender
      accuracy[key] = []
      for (const shift of shifts) {
        const { model, stream } = workload
        const job = { model, stream, variant, shift, counts: [rows], warm: 0, passes: 0 }
        try {
          const report = await contend(contender, job, tools)
          const [{ accuracy: share, error, auc }] = report.results
          accuracy[key].push(share ?? error ?? auc)
        } catch (error) {
          console.log(`${workload.name}, shift ${shift}: ${key} failed. ${error.message}`)
        }
      }
    }
    measured.push({ workload: workload.name, rows, shifts, accuracy, ...judge(workload, accuracy) })
    console.log(`${workload.name}: done`)
  }
  return measured
}

/** Scalers and detectors don't predict. */
function isJudged({ variants, model }) {
  return model !== 'scaler' && variants.includes('objects')
}

function contendersOf({ variants, peers }, tools) {
  return [
    ...(tools.learners ? variants.map((variant) => ['coelho', variant]) : []),
    ...(tools.river && peers.includes('river') ? [['river', 'dicts']] : []),
    ...(tools.moa && peers.includes('moa') ? [['moa', 'instances']] : []),
  ]
}

function judge({ variants, stream, chaotic = false }, accuracy) {
  const means = Object.fromEntries(
    Object.entries(accuracy).map(([key, values]) => [key, mean(values)]),
  )
  const enough = variants.every((variant) => accuracy[variant]?.length === shifts.length)
  const comparable = enough && accuracy.river?.length === shifts.length
  const noWorse = comparable
    ? variants.every((variant) => isNoWorse(means[variant], means.river, stream))
    : undefined
  return { means, gates: !chaotic, noWorse }
}

/** Of numbers the error is judged, which may be larger by as small a share. */
function isNoWorse(ours, rivers, stream) {
  const numeric = regressionStreams.includes(stream)
  return numeric ? ours <= rivers * (1 + tolerance) : ours >= rivers - tolerance
}

function mean(values) {
  return values.length === 0
    ? undefined
    : values.reduce((sum, value) => sum + value, 0) / values.length
}

import { contend } from './contend.mjs'
import { shifts, workloads } from './workloads.mjs'

/** Less than this is no difference: a label here and there, from another order of additions. */
const tolerance = 0.0005

/** Accuracy of each contender on each workload, one pass for each shift of the stream. */
export async function measureQuality(wanted, tools) {
  const measured = []
  for (const workload of workloads) {
    if (workload.model === 'scaler' || !wanted.only.test(workload.name)) continue
    const rows = wanted.quick ? 2_000 : workload.riverRows
    const accuracy = {}
    for (const [contender, variant] of contendersOf(workload, tools)) {
      const key = contender === 'coelho' ? variant : contender
      accuracy[key] = []
      for (const shift of shifts) {
        const { model, stream } = workload
        const job = { model, stream, variant, shift, counts: [rows], warm: 0, passes: 0 }
        try {
          const report = await contend(contender, job, tools)
          accuracy[key].push(report.results[0].accuracy)
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

function contendersOf({ variants }, tools) {
  return [
    ...(tools.learners ? variants.map((variant) => ['coelho', variant]) : []),
    ...(tools.river ? [['river', 'dicts']] : []),
    ...(tools.moa ? [['moa', 'instances']] : []),
  ]
}

function judge({ variants, chaotic = false }, accuracy) {
  const means = Object.fromEntries(
    Object.entries(accuracy).map(([key, values]) => [key, mean(values)]),
  )
  const enough = variants.every((variant) => accuracy[variant]?.length === shifts.length)
  const comparable = enough && accuracy.river?.length === shifts.length
  const noWorse = comparable
    ? variants.every((variant) => means[variant] >= means.river - tolerance)
    : undefined
  return { means, gates: !chaotic, noWorse }
}

function mean(values) {
  return values.length === 0
    ? undefined
    : values.reduce((sum, value) => sum + value, 0) / values.length
}

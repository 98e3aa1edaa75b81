import { contend } from './contend.mjs'
import { workloads } from './workloads.mjs'

const bareVariants = ['cached', 'plain']

/** Runs the wanted workloads; gives for each what every process reported. */
export async function measureSpeed(wanted, tools) {
  const chosen = workloads.filter(({ name }) => wanted.only.test(name))
  const measured = []
  for (const workload of chosen) {
    const entries = entriesOf(workload, tools, wanted.quick)
    for (let round = 0; round < wanted.runs; round++) {
      // interleaved: a slow minute of the machine hits all of them, not one
      for (const entry of entries) await runOnce(workload, entry, tools, round, wanted.runs)
    }
    measured.push({ workload, entries })
  }
  return measured
}

function entriesOf({ model, stream, variants, peers, before, way, ...workload }, tools, quick) {
  const rows = quick ? Math.min(10_000, workload.rows) : workload.rows
  const fewer = quick ? Math.min(1_000, workload.riverRows) : workload.riverRows
  const timing = quick ? { warm: 0.3, passes: 1 } : { warm: 5, passes: 3 }
  const job = { model, stream, before, way, counts: [rows, fewer], ...timing }
  const entry = (contender, variant, counts = job.counts) => ({
    contender,
    job: { ...job, variant, counts },
    reports: [],
  })
  const ours = tools.learners ? variants.map((variant) => entry('coelho', variant)) : []
  const make = {
    river: () => (tools.river ? [entry('river', 'dicts', [fewer])] : []),
    moa: () => (tools.moa ? [entry('moa', 'instances')] : []),
    bare: () => bareVariants.map((variant) => entry('bare', variant)),
  }
  return [...ours, ...peers.flatMap((peer) => make[peer]())]
}

async function runOnce(workload, entry, tools, round, runs) {
  const { contender, job } = entry
  const what = `${workload.name}, run ${round + 1} of ${runs}: ${contender} ${job.variant}`
  try {
    const report = await contend(contender, job, tools)
    entry.reports.push(report)
    const [{ rowsPerSecond, rows }] = report.results
    console.log(`${what}: ${Math.round(rowsPerSecond).toLocaleString('en')} rows/s at ${rows} rows`)
  } catch (error) {
    entry.failure = error.message
    console.log(`${what}: failed. ${error.message}`)
  }
}

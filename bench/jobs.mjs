// node bench/jobs.mjs [--rows 100000] [--runs 5]: rows per second of an adaptive random forest with
// 10 trees over threads, prequential on frames of 2,000 rows, runs interleaved, medians.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { datasets, Frame, forest } from '@coelho/learners'
import { median } from './report/median.mjs'

const { values: given } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
  },
})
const FRAME = 2000
const jobs = [null, 1, 2]
const options = { seedModel: 1, seedSample: 2, nClasses: 4, nFeatures: 10, nCentroids: 50 }
const events = [...new datasets.synth.RandomRBF(options).take(Number(given.rows))]
const frames = []
for (let at = 0; at < events.length; at += FRAME) {
  const part = events.slice(at, at + FRAME)
  frames.push([Frame.fromRows(part.map(([x]) => x)), part.map(([, y]) => y)])
}

/** Workers are up before the clock starts. */
async function rate(nJobs) {
  const model = new forest.ARFClassifier({ nModels: 10, seed: 42, nJobs })
  await model.jobs.start()
  const began = performance.now()
  let right = 0
  for (const [frame, labels] of frames) {
    const said = model.predictThenLearnMany(frame, labels)
    for (let i = 0; i < said.length; i++) right += Number(said[i] === labels[i])
  }
  const perSecond = events.length / ((performance.now() - began) / 1000)
  return { perSecond, accuracy: right / events.length, threads: model.jobs.threads }
}

const keeper = new forest.ARFClassifier({ nJobs: 2 }) // holds the worker, which stays warm
await keeper.jobs.start()
const found = new Map(jobs.map((nJobs) => [nJobs, []]))
for (let run = 0; run <= Number(given.runs); run++) {
  for (const nJobs of jobs) {
    const one = await rate(nJobs)
    if (run > 0) found.get(nJobs).push(one) // the first one warms up
  }
}
const single = median(found.get(1).map(({ perSecond }) => perSecond))
for (const [nJobs, runs] of found) {
  const perSecond = median(runs.map((one) => one.perSecond))
  const { accuracy, threads } = runs[0]
  const share = `${(perSecond / single).toFixed(2)} times one thread`
  const speed = `${Math.round(perSecond)} rows/s, ${share}`
  console.log(`nJobs ${nJobs}: ${speed}, ${threads} threads, accuracy ${accuracy.toFixed(4)}`)
}
console.log(`${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`)
keeper.jobs.end()

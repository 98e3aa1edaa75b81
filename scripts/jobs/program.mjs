// Forests over threads must come to what one thread comes to, to the last bit. Runs where a thread
// may wait: in Node, Deno and Bun, and in a worker of a browser.
import { drift, ensemble, Frame, forest, snapshot, tree } from '@coelho/learners'

const learners = [...Object.values(forest), ...Object.values(drift), ...Object.values(ensemble)]
const known = learners.filter((value) => typeof value === 'function' && 'id' in value)

/** Rows whose labels, features and categories come little by little. */
function stream(count) {
  return Array.from({ length: count }, (_, i) => {
    const [a, b, c] = [(i * 37) % 101, (i * 53) % 97, (i * 7) % 11]
    const x = { a, b, c }
    if (i >= 900) x.late = (i * 13) % 29
    if (i % 17 === 0) delete x.b
    const label = a + b > 100 === i < count / 2 ? 'high' : 'low'
    return { x, y: i >= 1300 && c === 3 ? 'odd' : label, number: a - 2 * b + c }
  })
}

const withShops = (x, i) => ({ ...x, shop: ['north', 'south', `new ${i >> 9}`][i % 3] })

/** What is done with a model while it learns frames; what it says is collected. */
function* steps(model, rows) {
  const isClassifier = model.kind === 'classifier'
  for (let at = 0; at < rows.length; at += 300) {
    const part = rows.slice(at, at + 300)
    const frame = Frame.fromRows(part.map(({ x }) => x))
    const y = part.map((row) => (isClassifier ? row.y : row.number))
    const w = part.map((_, i) => i % 4)
    if (at === 600) model.learnMany(frame, y)
    else if (at === 1200) yield* model.predictThenLearnMany(frame, y, { w })
    else yield* model.predictThenLearnMany(frame, y)
    yield* model.predictMany(frame)
    if (at === 1500) yield model.predictOne({ a: 50, b: 50, other: 1 })
    if (at === 1800) model.learnOne(part[0].x, y[0])
  }
}

const eager = { gracePeriod: 20, nModels: 5, seed: 7 }
const detectors = () => ({
  driftDetector: new drift.ADWIN({ delta: 0.05 }),
  warningDetector: new drift.PageHinkley({ threshold: 5 }),
})
const patchy = (Tree) => ({
  model: new Tree({ gracePeriod: 20, delta: 0.1 }),
  nModels: 5,
  lam: 2,
  seed: 7,
  disableWeightedVote: false,
})
const cases = {
  ARFClassifier: (nJobs) =>
    new forest.ARFClassifier({ ...eager, ...detectors(), nJobs, nominalAttributes: ['shop'] }),
  'ARFRegressor, median': (nJobs) => new forest.ARFRegressor({ ...eager, nJobs }),
  'ARFRegressor, mean': (nJobs) =>
    new forest.ARFRegressor({
      ...eager,
      nJobs,
      aggregationMethod: 'mean',
      disableWeightedVote: false,
    }),
  AMFClassifier: (nJobs) => new forest.AMFClassifier({ nEstimators: 5, seed: 7, nJobs }),
  AMFRegressor: (nJobs) => new forest.AMFRegressor({ nEstimators: 5, seed: 7, nJobs }),
  SRPClassifier: (nJobs) =>
    new ensemble.SRPClassifier({ ...patchy(tree.HoeffdingTreeClassifier), ...detectors(), nJobs }),
  'SRPRegressor, mean': (nJobs) =>
    new ensemble.SRPRegressor({ ...patchy(tree.HoeffdingTreeRegressor), nJobs }),
  'SRPRegressor, median': (nJobs) =>
    new ensemble.SRPRegressor({ nModels: 5, seed: 7, nJobs, aggregationMethod: 'median' }),
}

/** A model as bytes that do not tell its number of threads. */
function essence(model) {
  const plain = snapshot.load(snapshot.save(model), { learners: known })
  plain.options = { ...plain.options, nJobs: 1 }
  return snapshot.save(plain).join()
}

async function run(make, nJobs, rows) {
  let model = make(nJobs)
  const isUp = await model.jobs.start()
  const said = []
  let threads = 1
  for (const answer of steps(model, rows)) {
    said.push(answer)
    threads = Math.max(threads, model.jobs.threads)
  }
  const bytes = snapshot.save(model)
  model.jobs.end()
  model = snapshot.load(bytes, { learners: known })
  await model.jobs.start()
  for (const answer of steps(model, rows.slice(0, 700))) said.push(answer)
  const end = essence(model)
  model.jobs.end()
  return { said: said.map(String).join(), end, threads, isUp, reason: model.jobs.reason }
}

/** One line for each way a forest was run that is not as with one thread; none is good. */
export async function compare() {
  const faults = []
  // While one model holds the workers, they are not ended and started anew for each other one.
  const keeper = new forest.ARFClassifier({ nJobs: 5 })
  await keeper.jobs.start()
  for (const [name, make] of Object.entries(cases)) {
    const takesStrings = make(1).takesCategories
    const rows = stream(2100).map((row, i) => {
      return takesStrings ? { ...row, x: withShops(row.x, i) } : row
    })
    const one = await run(make, 1, rows)
    for (const nJobs of [2, 3, 9]) {
      const more = await run(make, nJobs, rows)
      const wanted = Math.min(nJobs, 5)
      const where = `${name}, nJobs ${nJobs}`
      if (!more.isUp) faults.push(`${where}: no workers (${more.reason})`)
      if (more.threads !== wanted) faults.push(`${where}: ${more.threads} threads (${more.reason})`)
      if (more.said !== one.said) faults.push(`${where}: other answers`)
      if (more.end !== one.end) faults.push(`${where}: another model`)
    }
  }
  keeper.jobs.end()
  return faults
}

// Which web sites are phishing? A model sees them one by one: it guesses first, then it is told.
//
//   node examples/node/learn.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import {
  compose,
  datasets,
  dummy,
  linearModel,
  metrics,
  preprocessing,
  snapshot,
} from '@coelho/learners'

const model = compose.pipe(new preprocessing.StandardScaler(), new linearModel.LogisticRegression())
// What one gets for always saying the class that is most frequent so far: a model has to beat it.
const baseline = new dummy.PriorClassifier()
const score = { model: new metrics.Accuracy(), baseline: new metrics.Accuracy() }
const f1 = new metrics.F1()

let seen = 0
for await (const [site, isPhishing] of new datasets.Phishing()) {
  const guess = model.predictOne(site) // undefined before anything was learned
  if (guess !== undefined) {
    score.model.update(isPhishing, guess)
    score.baseline.update(isPhishing, baseline.predictOne(site))
    f1.update(isPhishing, guess)
  }
  model.learnOne(site, isPhishing)
  baseline.learnOne(site, isPhishing)
  if (++seen % 250 === 0) show()
}

function show() {
  const [ours, always] = [score.model, score.baseline].map((each) => percent(each.get()))
  console.log(
    `${String(seen).padStart(6)} sites  ${ours} right  (always the same: ${always})  ${f1}`,
  )
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`
}

// A snapshot is data: it names the classes, and whoever loads it says which ones it may hold.
mkdirSync('.data', { recursive: true })
writeFileSync('.data/phishing.snapshot', snapshot.save(model))
const bytes = readFileSync('.data/phishing.snapshot')
const learners = [compose.Pipeline, preprocessing.StandardScaler, linearModel.LogisticRegression]
const loaded = snapshot.load(bytes, { learners })

const site = { long_url: 1, ip_in_url: 0, https: 0.5, age_of_domain: 0 } // others are missing
const [before, after] = [model, loaded].map((each) => each.predictProbaOne(site).get(true))
console.log(`\nsaved as ${bytes.length} bytes; asked about a new site it says ${percent(before)},`)
console.log(`loaded again it says the same: ${before === after ? 'yes' : 'no'}`)

// Learns, predicts, saves and loads in the middle of a stream, and boils everything down to one
// number. Every JavaScript engine has to come to the same.
import {
  compose,
  datasets,
  linearModel,
  naiveBayes,
  preprocessing,
  snapshot,
  tree,
} from '@coelho/learners'

const learners = [
  compose.Pipeline,
  preprocessing.StandardScaler,
  naiveBayes.GaussianNB,
  tree.HoeffdingTreeClassifier,
  tree.HoeffdingTreeRegressor,
  linearModel.LogisticRegression,
]

/** FNV-1a, 32 bits, over bytes, texts and the bits of numbers. */
class Digest {
  hash = 0x811c9dc5
  number = new DataView(new ArrayBuffer(8))

  byte(value) {
    this.hash = Math.imul(this.hash ^ value, 0x01000193) >>> 0
  }

  bytes(values) {
    for (const value of values) this.byte(value)
  }

  text(value) {
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i) & 255)
  }

  bits(value) {
    this.number.setFloat64(0, value)
    for (let i = 0; i < 8; i++) this.byte(this.number.getUint8(i))
  }
}

/** One line: the digest of each model, then how many events it saw. */
export function smoke(count = 5000) {
  const models = {
    bayes: new naiveBayes.GaussianNB(),
    pipeline: new compose.Pipeline(new preprocessing.StandardScaler(), new naiveBayes.GaussianNB()),
    tree: new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
    logistic: compose.pipe(
      new preprocessing.StandardScaler(),
      new linearModel.LogisticRegression(),
    ),
    values: new tree.HoeffdingTreeRegressor({ gracePeriod: 50 }),
  }
  const digests = Object.entries(models).map(([name, model]) => `${name}=${run(model, count)}`)
  return `${digests.join(' ')} events=${count}`
}

function run(fresh, count) {
  const digest = new Digest()
  let model = fresh
  let seen = 0
  for (const [x, y] of new datasets.synth.SEA({ seed: 42 }).take(count)) {
    digest.text(String(model.predictOne(x)))
    for (const [label, chance] of model.predictProbaOne?.(x) ?? []) {
      digest.text(String(label))
      digest.bits(chance)
    }
    model.learnOne(x, fresh.kind === 'regressor' ? 3 * x[0] - x[1] : y)
    seen += 1
    if (seen === count >> 1) {
      const bytes = snapshot.save(model)
      digest.bytes(bytes)
      model = snapshot.load(bytes, { learners })
    }
  }
  digest.bytes(snapshot.save(model))
  return digest.hash.toString(16).padStart(8, '0')
}

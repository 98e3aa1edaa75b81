// Ours on one of the tasks, in a process of its own: node ours.mjs <task> <rows>
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FrameReader, Row } from '@coelho/core'
import { compose, Frame, featureExtraction, linearModel, preprocessing } from '@coelho/learners'
import { measure } from '../contenders/passes.mjs'
import { readStream, toFrame, toObjects } from '../streams/read.mjs'
import { folder } from './data.mjs'

const [task, given] = process.argv.slice(2)
const rows = Number(given)
const bits = 2 ** 20

const tasks = {
  'dense, frames': () => {
    const stream = readStream('hyperplane', { rows })
    const frame = toFrame(stream, rows)
    const labels = Array.from(stream.codes, (code) => code > 0)
    return (model = scaled()) => {
      const found = model.predictThenLearnMany(frame, labels)
      return { accuracy: share(found, labels) }
    }
  },
  'dense, objects': () => {
    const stream = readStream('hyperplane', { rows })
    const labels = Array.from(stream.codes, (code) => code > 0)
    const xs = toObjects(stream)
    return (model = scaled()) => ({ accuracy: oneByOne(model, xs, labels) })
  },
  'hashed text': () => {
    const { xs, ys } = read('text')
    return (model = hashed()) => ({ accuracy: oneByOne(model, xs, ys) })
  },
  'one-hot and logistic regression': () => {
    const { xs, ys } = read('onehot')
    return (model = encoded()) => ({ accuracy: oneByOne(model, xs, ys) })
  },
  'one-hot to rows': () => {
    const { xs } = read('onehot')
    const frame = Frame.fromRows(xs)
    return () => toRows(frame)
  },
}

function scaled() {
  return compose.pipe(new preprocessing.StandardScaler(), new linearModel.LogisticRegression())
}

function hashed() {
  return compose.pipe(
    new featureExtraction.BagOfWords(),
    new preprocessing.FeatureHasher({ nFeatures: bits, seed: 1 }),
    new linearModel.LogisticRegression(),
  )
}

function encoded() {
  const encoder = new preprocessing.OneHotEncoder({ dropZeros: true })
  return compose.pipe(encoder, new linearModel.LogisticRegression())
}

function oneByOne(model, xs, ys) {
  let right = 0
  for (let i = 0; i < xs.length; i++) {
    if (model.predictOne(xs[i]) === ys[i]) right++
    model.learnOne(xs[i], ys[i])
  }
  return right / xs.length
}

/** What a pipeline does with the encoder: rows in, rows out. */
function toRows(frame) {
  const encoder = new preprocessing.OneHotEncoder({ dropZeros: true })
  const reader = new FrameReader('bench', frame, encoder.schema, new Row(), true)
  encoder.commit()
  const out = new Row()
  let sum = 0
  for (let i = 0; i < frame.length; i++) {
    const row = reader.read(i)
    encoder.learnRow(row)
    encoder.transformRow(row, out)
    sum += out.count
  }
  return { sum }
}

function share(found, labels) {
  let right = 0
  for (let i = 0; i < labels.length; i++) if (found[i] === labels[i]) right++
  return right / labels.length
}

function read(name) {
  const lines = readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .slice(0, rows)
  const events = lines.map((line) => JSON.parse(line))
  return { xs: events.map(({ x }) => x), ys: events.map(({ y }) => y) }
}

const work = tasks[task]()
const [result] = await measure(() => () => work(), { counts: [rows], warm: 3, passes: 3 })
console.log(JSON.stringify(result))

// Ours, as a user has it: the built package, through its public names.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Frame, naiveBayes, preprocessing, tree } from '@coelho/learners'
import * as paths from '../paths.mjs'
import { readStream, toObjects } from '../streams/read.mjs'
import { contenderArguments } from './arguments.mjs'
import { measure, report } from './passes.mjs'

const models = {
  'naive-bayes': () => new naiveBayes.GaussianNB(),
  tree: (nominal) =>
    new tree.HoeffdingTreeClassifier(nominal.length > 0 ? { nominalAttributes: nominal } : {}),
  scaler: () => new preprocessing.StandardScaler(),
}

/** Plain objects, one at a time: predict, then learn. */
function onObjects(stream, make) {
  const rows = toObjects(stream)
  const { labels } = stream
  return (count) => {
    const model = make()
    return () => {
      let right = 0
      for (let i = 0; i < count; i++) {
        if (model.predictOne(rows[i]) === labels[i]) right++
        model.learnOne(rows[i], labels[i])
      }
      return { accuracy: right / count }
    }
  }
}

/** A frame: predicts and learns in one walk, row after row. */
function onFrames(stream, make) {
  const width = stream.features.length
  const frames = new Map()
  const frameOf = (count) => {
    const values = stream.values.subarray(0, count * width)
    if (!frames.has(count)) frames.set(count, Frame.fromArray(values, stream.features))
    return frames.get(count)
  }
  return (count) => {
    const model = make()
    const frame = frameOf(count)
    const labels = stream.labels.slice(0, count)
    return () => {
      const predicted = model.predictThenLearnMany(frame, labels)
      let right = 0
      for (let i = 0; i < count; i++) if (predicted[i] === labels[i]) right++
      return { accuracy: right / count }
    }
  }
}

/** Learns and transforms objects; every value that comes out is used. */
function transforming(stream, make) {
  const rows = toObjects(stream)
  const { features } = stream
  return (count) => {
    const model = make()
    return () => {
      let checksum = 0
      for (let i = 0; i < count; i++) {
        model.learnOne(rows[i])
        const x = model.transformOne(rows[i])
        for (let k = 0; k < features.length; k++) checksum += x[features[k]]
      }
      return { checksum }
    }
  }
}

function version() {
  const file = join(paths.root, 'packages', 'learners', 'package.json')
  return JSON.parse(readFileSync(file, 'utf8')).version
}

const given = contenderArguments()
const stream = readStream(given.stream, { shift: given.shift, rows: given.counts[0] })
const make = () => models[given.model](stream.nominal)
const kinds = { objects: given.model === 'scaler' ? transforming : onObjects, frames: onFrames }
report('coelho', version(), given, await measure(kinds[given.variant](stream, make), given))

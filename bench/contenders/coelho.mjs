// Ours, as a user has it: the built package, through its public names.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { readStream, toFrame, toObjects } from '../streams/read.mjs'
import { areaOf } from './area.mjs'
import { contenderArguments } from './arguments.mjs'
import { buildModel } from './build.mjs'
import { clustering } from './clustering.mjs'
import { measure, report } from './passes.mjs'

/** The share of right labels, or the mean of the absolute errors. */
function scoreOf(predicted, { labels, labelNames }, count) {
  let sum = 0
  if (labelNames) for (let i = 0; i < count; i++) sum += predicted[i] === labels[i] ? 1 : 0
  else for (let i = 0; i < count; i++) sum += Math.abs(predicted[i] - labels[i])
  return { [labelNames ? 'accuracy' : 'error']: sum / count }
}

/** Plain objects, one at a time: predict, then learn. */
function onObjects(stream, make) {
  const rows = toObjects(stream)
  const { labels } = stream
  return (count) => {
    const model = make()
    const predicted = new Array(count)
    return () => {
      for (let i = 0; i < count; i++) {
        predicted[i] = model.predictOne(rows[i])
        model.learnOne(rows[i], labels[i])
      }
      return scoreOf(predicted, stream, count)
    }
  }
}

/** A frame: predicts and learns in one walk, row after row. */
function onFrames(stream, make) {
  const frames = new Map()
  const frameOf = (count) => {
    if (!frames.has(count)) frames.set(count, toFrame(stream, count))
    return frames.get(count)
  }
  return (count) => {
    const model = make()
    const frame = frameOf(count)
    const labels = stream.labels.slice(0, count)
    return () => scoreOf(model.predictThenLearnMany(frame, labels), stream, count)
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

/** Scores, then learns; a detector of unusual targets is given the first feature as the target. */
function scoring({ values, features, codes }, make) {
  const isSupervised = make().supervised
  const [target] = features
  const given = toObjects({ values, features, categories: features.map(() => null) })
  const targets = given.map((row) => row[target])
  // Not deleted: an object that lost a key is kept in another, slower shape.
  const rest = ({ [target]: _, ...row }) => JSON.parse(JSON.stringify(row))
  const rows = isSupervised ? given.map(rest) : given
  return (count) => {
    const model = make()
    const scores = new Float64Array(count)
    return () => {
      for (let i = 0; i < count; i++) {
        scores[i] = model.scoreOne(rows[i], targets[i])
        model.learnOne(rows[i], targets[i])
      }
      return () => ({ auc: areaOf(scores, codes) })
    }
  }
}

/** A detector over the labels, as errors: how often they changed, it says. */
function watching({ codes }, make) {
  const errors = 'warningDetected' in make() ? Array.from(codes, Boolean) : codes
  return (count) => {
    const detector = make()
    return () => {
      let checksum = 0
      for (let i = 0; i < count; i++) {
        detector.update(errors[i])
        if (detector.driftDetected) checksum++
      }
      return { checksum }
    }
  }
}

function kindOf(model, variant) {
  if (typeof model.transformOne === 'function') return transforming
  if (typeof model.scoreOne === 'function') return scoring
  if (model.kind === 'clusterer') return (stream, make) => clustering(stream, make, given)
  if (typeof model.learnOne !== 'function') return watching
  return variant === 'objects' ? onObjects : onFrames
}

function version() {
  const file = join(paths.root, 'packages', 'learners', 'package.json')
  return JSON.parse(readFileSync(file, 'utf8')).version
}

const given = contenderArguments()
const rows = given.before + given.counts[0]
const stream = readStream(given.stream, { shift: given.shift, rows })
const make = () => buildModel(given.model, stream.nominal)
const kind = kindOf(make(), given.variant)
report('coelho', version(), given, await measure(kind(stream, make), given))

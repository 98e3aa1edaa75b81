// Ours, as a user has it: the built package, through its public names.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { readStream, toFrame, toObjects } from '../streams/read.mjs'
import { contenderArguments } from './arguments.mjs'
import { buildModel } from './build.mjs'
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
  if (typeof model.learnOne !== 'function') return watching
  return variant === 'objects' ? onObjects : onFrames
}

function version() {
  const file = join(paths.root, 'packages', 'learners', 'package.json')
  return JSON.parse(readFileSync(file, 'utf8')).version
}

const given = contenderArguments()
const stream = readStream(given.stream, { shift: given.shift, rows: given.counts[0] })
const make = () => buildModel(given.model, stream.nominal)
const kind = kindOf(make(), given.variant)
report('coelho', version(), given, await measure(kind(stream, make), given))

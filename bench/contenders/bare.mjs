// Gaussian naive Bayes as a loop over typed arrays: no names, no checks, no options. The limit of
// what a library in this language can reach.
import { readStream } from '../streams/read.mjs'
import { contenderArguments } from './arguments.mjs'
import { measure, report } from './passes.mjs'

class Moments {
  constructor(classes, width) {
    this.classes = classes
    this.width = width
    this.events = new Float64Array(classes)
    this.mean = new Float64Array(classes * width) // a row per class
    this.spread = new Float64Array(classes * width)
  }

  add(values, at, label) {
    const { mean, spread, width } = this
    this.events[label] += 1
    const share = 1 / this.events[label]
    for (let k = 0, slot = label * width; k < width; k++, slot++) {
      const x = values[at + k]
      const before = mean[slot]
      const after = before + share * (x - before)
      mean[slot] = after
      spread[slot] += (x - before) * (x - after)
    }
  }
}

/** Scores by the logarithm of the density; its constants are kept, and renewed on learning. */
class CachedBayes {
  constructor(classes, width) {
    this.moments = new Moments(classes, width)
    this.halfPrecision = new Float64Array(classes * width)
    this.constant = new Float64Array(classes).fill(-Infinity)
  }

  predict(values, at) {
    const { classes, width, mean } = this.moments
    const { halfPrecision, constant } = this
    let best = -1
    let highest = -Infinity
    for (let label = 0, slot = 0; label < classes; label++) {
      let score = constant[label]
      for (let k = 0; k < width; k++, slot++) {
        const off = values[at + k] - mean[slot]
        score -= off * off * halfPrecision[slot]
      }
      if (score > highest) {
        highest = score
        best = label
      }
    }
    return best
  }

  learn(values, at, label) {
    const { moments, halfPrecision } = this
    moments.add(values, at, label)
    const { width, spread, events } = moments
    const n = events[label]
    let constant = Math.log(n)
    for (let k = 0, slot = label * width; k < width; k++, slot++) {
      const variance = spread[slot] / (n - 1)
      if (!(variance > 0)) continue
      halfPrecision[slot] = 0.5 / variance
      constant -= 0.5 * Math.log(variance)
    }
    this.constant[label] = constant
  }
}

/** River's formula to the letter: a logarithm and an exponential for each class and feature. */
class PlainBayes {
  constructor(classes, width) {
    this.moments = new Moments(classes, width)
  }

  predict(values, at) {
    const { classes, width, mean, spread, events } = this.moments
    let best = -1
    let highest = -Infinity
    for (let label = 0, slot = 0; label < classes; label++) {
      const n = events[label]
      let score = Math.log(n)
      for (let k = 0; k < width; k++, slot++) {
        const variance = spread[slot] / (n - 1)
        let density = 0
        if (variance > 0) {
          const off = values[at + k] - mean[slot]
          density = Math.exp((off * off) / (-2 * variance)) / Math.sqrt(2 * Math.PI * variance)
        }
        score += Math.log(1e-9 + density)
      }
      if (score > highest) {
        highest = score
        best = label
      }
    }
    return best
  }

  learn(values, at, label) {
    this.moments.add(values, at, label)
  }
}

function onArrays({ values, codes, labelNames, features }, Model) {
  const width = features.length
  return (count) => {
    const model = new Model(labelNames.length, width)
    return () => {
      let right = 0
      for (let i = 0; i < count; i++) {
        if (model.predict(values, i * width) === codes[i]) right++
        model.learn(values, i * width, codes[i])
      }
      return { accuracy: right / count }
    }
  }
}

const given = contenderArguments()
const stream = readStream(given.stream, { shift: given.shift, rows: given.counts[0] })
const Model = { cached: CachedBayes, plain: PlainBayes }[given.variant]
report('bare', process.version, given, await measure(onArrays(stream, Model), given))

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Frame } from '@coelho/learners'
import * as paths from '../paths.mjs'

/** A stream, or a part of it: values row by row, and the target of each row as itself. */
export function readStream(name, { shift = 0, rows }) {
  const { features, categories, labels, sparse } = JSON.parse(
    readFileSync(join(paths.streams, `${name}.json`), 'utf8'),
  )
  const values = new Float64Array(bytesOf(`${name}.bin`)).subarray(shift * features.length)
  const bytes = bytesOf(`${name}.labels.bin`)
  const given = (labels ? new Int32Array(bytes) : new Float64Array(bytes)).subarray(shift)
  const count = Math.min(rows, given.length)
  const targets = given.subarray(0, count)
  return {
    features,
    categories,
    nominal: features.filter((_, k) => categories[k]),
    labelNames: labels,
    values: values.subarray(0, count * features.length),
    codes: targets,
    sparse,
    labels: labels ? Array.from(targets, (code) => labels[code]) : targets,
  }
}

/** Events as they come over the wire: parsed from JSON, a category as a string. */
export function toObjects({ features, categories, values, sparse }) {
  const objects = []
  for (let i = 0; i < values.length; i += features.length) {
    const row = {}
    features.forEach((name, k) => {
      if (sparse && values[i + k] === 0) return
      row[name] = categories[k] ? categories[k][values[i + k]] : values[i + k]
    })
    objects.push(JSON.parse(JSON.stringify(row)))
  }
  return objects
}

/** The first rows as a frame. */
export function toFrame({ features, categories, values }, count) {
  const width = features.length
  if (categories.every((list) => !list)) {
    return Frame.fromArray(values.subarray(0, count * width), features)
  }
  const column = (k) =>
    Array.from({ length: count }, (_, i) => {
      const value = values[i * width + k]
      return categories[k] ? categories[k][value] : value
    })
  return Frame.fromColumns(Object.fromEntries(features.map((name, k) => [name, column(k)])))
}

function bytesOf(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(join(paths.streams, file))
  return buffer.slice(byteOffset, byteOffset + byteLength)
}

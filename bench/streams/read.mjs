import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'

/** A stream, or a part of it: values row by row, and the label of each row as itself. */
export function readStream(name, { shift = 0, rows }) {
  const meta = JSON.parse(readFileSync(join(paths.streams, `${name}.json`), 'utf8'))
  const width = meta.features.length
  const values = new Float64Array(bytesOf(`${name}.bin`)).subarray(shift * width)
  const codes = new Int32Array(bytesOf(`${name}.labels.bin`)).subarray(shift)
  const count = Math.min(rows, codes.length)
  return {
    features: meta.features,
    nominal: meta.kind === 'nominal' ? meta.features : [],
    labelNames: meta.labels,
    values: values.subarray(0, count * width),
    codes: codes.subarray(0, count),
    labels: Array.from(codes.subarray(0, count), (code) => meta.labels[code]),
  }
}

/** Events as they come over the wire: parsed from JSON, a nominal value as a string. */
export function toObjects({ features, nominal, values }) {
  const objects = []
  for (let i = 0; i < values.length; i += features.length) {
    const row = {}
    features.forEach((name, k) => {
      row[name] = nominal.length > 0 ? String(values[i + k]) : values[i + k]
    })
    objects.push(JSON.parse(JSON.stringify(row)))
  }
  return objects
}

function bytesOf(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(join(paths.streams, file))
  return buffer.slice(byteOffset, byteOffset + byteLength)
}

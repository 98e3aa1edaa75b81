import { toFrame, toObjects } from '../streams/read.mjs'

/**
 * A clusterer that has learned `before` rows when the clock starts. The way 'learn' learns the rows
 * that follow, the way 'test' predicts each before. The sum of the predictions tells whether the
 * peers found the same; where nothing was predicted, that for some rows after the clock.
 */
export function clustering(stream, make, { before, way, variant }) {
  const objects = toObjects(stream)
  const head = objects.slice(0, before)
  const rows = objects.slice(before)
  const width = stream.features.length
  const tail = { ...stream, values: stream.values.subarray(before * width) }
  return (count) => {
    const model = make()
    for (const x of head) model.learnOne(x)
    if (way === 'test') return () => ({ checksum: predictThenLearn(model, rows, count) })
    const frame = variant === 'frames' ? toFrame(tail, count) : undefined
    return () => {
      if (frame) model.learnMany(frame)
      else for (let i = 0; i < count; i++) model.learnOne(rows[i])
      return () => ({ checksum: sumAfter(model, rows) })
    }
  }
}

function predictThenLearn(model, rows, count) {
  let checksum = 0
  for (let i = 0; i < count; i++) {
    checksum += model.predictOne(rows[i]) ?? 0
    model.learnOne(rows[i])
  }
  return checksum
}

/** ODAC clusters features, and predicts nothing. */
function sumAfter(model, rows) {
  if (model.nActiveClusters !== undefined) return model.nActiveClusters
  return rows.slice(0, 3).reduce((sum, x) => sum + (model.predictOne(x) ?? 0), 0)
}

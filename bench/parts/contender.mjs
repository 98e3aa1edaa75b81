// Ours, one part: the built package, through its public names.
import { parseArgs } from 'node:util'
import { measure } from '../contenders/passes.mjs'
import { detectors } from './work/detectors.mjs'
import { judging } from './work/metrics.mjs'
import { pipelines } from './work/pipelines.mjs'
import { reading } from './work/reading.mjs'
import { statistics } from './work/statistics.mjs'

const words = { part: { type: 'string' }, rows: { type: 'string' }, warm: { type: 'string' } }
const { values: given } = parseArgs({ options: { ...words, passes: { type: 'string' } } })
const work = { ...statistics, ...judging, ...pipelines, ...reading, ...detectors }[given.part]
const results = await measure(work, {
  counts: given.rows.split(',').map(Number),
  warm: Number(given.warm),
  passes: Number(given.passes),
})
console.log(JSON.stringify({ contender: 'coelho', part: given.part, results }))

// What is measured: for each class of River's list one of its golden cases, and the calls of a row.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode } from '../../scripts/lib/bundle.mjs'
import * as paths from '../paths.mjs'

export const golden = join(paths.root, 'golden')
const protocols = JSON.parse(readFileSync(join(golden, 'protocols.json'), 'utf8'))
/** Without rows, or rows that are learned twice or taken back: only if there is no other case. */
const last = /^(script|function|synth)$/
const second = /^custom$|_weighted$|_revert$/

/** River fails further on: the weights of the arms become infinite. */
const most = { 'bandit.Exp3': 15_000 }

/** Modules of what learns or transforms; the rest is what they are made of. */
const learners = new RegExp(
  `^(${[
    'active|anomaly|bandit|cluster|compose|conf|covariance|drift|dummy|ensemble|facto',
    'feature_extraction|feature_selection|forest|imblearn|linear_model|misc|model_selection',
    'multiclass|multioutput|naive_bayes|neighbors|preprocessing|reco|rules|time_series|tree',
  ].join('|')})\\.`,
)

/** The classes whose name matches, each with the case that is run. */
export function classes(only) {
  return readdirSync(join(golden, 'cases'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(golden, 'cases', name), 'utf8')))
    .filter(({ river }) => only.test(river))
    .map(({ river, cases }) => {
      return { river, learns: learners.test(river), most: most[river], ...chosen(cases) }
    })
    .filter(({ operations }) => operations)
}

/** The first case of an ordinary protocol. */
function chosen(cases) {
  const rows = cases.filter(({ protocol }) => !last.test(protocol))
  const found = rows.find(({ protocol }) => !second.test(protocol)) ?? rows[0]
  if (!found) return {}
  const { expect, each, ...said } = found
  const operations = each ?? protocols[found.protocol]
  return { ...said, operations, columns: columnsOf(operations, Object.keys(found.vars ?? {})) }
}

/** What the calls take from a row. */
function columnsOf(operations, variables) {
  const known = [...variables, ...operations.flatMap(({ assign }) => assign ?? [])]
  const words = operations
    .flatMap(({ args = [], kwargs = {} }) => [...args, ...Object.values(kwargs)])
    .flatMap((word) => word.item ?? word)
    .filter((word) => typeof word === 'string' && !known.includes(word))
  return [...new Set(words)]
}

const bundle = join(paths.cache, 'golden.mjs')

/** The replayer of golden cases is TypeScript that Vitest runs; Node gets it as one file. */
export async function bundleGolden() {
  const from = ['calls', 'compare', 'names'].map((name) => `export * from './${name}.js'`)
  await bundleForNode({
    stdin: {
      contents: [...from, "export { Values } from './values.js'"].join('\n'),
      resolveDir: join(paths.root, 'scripts', 'golden'),
    },
    outfile: bundle,
  })
}

export function goldenTools() {
  return import(bundle)
}

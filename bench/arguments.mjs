import { parseArgs } from 'node:util'

const help = `npm run bench -- [options]
  --only REGEX   only the workloads whose name matches, such as tree/rbf
  --runs N       processes per contender; the median counts (3)
  --quick        few rows and hardly any warm-up: shows that all works, not how fast it is
  --quality      accuracy beside River's and MOA's over shifted streams, instead of speed
  --parts        statistics, metrics, pipelines and readers beside River's, instead of learners
  --no-build     measure packages/learners/dist as it is`

/** What the user wants of this run. */
export function readArguments() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      parts: { type: 'boolean', default: false },
      quality: { type: 'boolean', default: false },
      build: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  })
  if (values.help) {
    console.log(help)
    process.exit(0)
  }
  const runs = Number(values.runs ?? (values.quick ? 1 : 3))
  if (!Number.isInteger(runs) || runs < 1) {
    console.error(`--runs must be a whole number of at least 1, got ${values.runs}.`)
    process.exit(1)
  }
  return { ...values, only: new RegExp(values.only), runs }
}

// npm test: installs, builds, runs every suite, and closes with one line that sums them up.
// Names after `--` run only those suites; --full takes the long figures everywhere.
import { parseArgs } from 'node:util'
import { build, install } from './lib/install.mjs'
import { close, runSuites } from './lib/suite.mjs'
import { fullSuites, pick, suites } from './lib/suites.mjs'
import { beginEarly } from './services/bring.mjs'

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const chosen = pick(positionals)
if (values.full) {
  process.env.COELHO_FULL = '1'
  if (positionals.length === 0) chosen.push(...Object.values(fullSuites))
}

await install()
if (chosen.includes(suites.services)) beginEarly()
const builds = {
  title: 'Build',
  load: async () => ({
    default: async (tally) => ((await build()) ? tally.pass() : tally.fail('turbo run build')),
  }),
}
close(await runSuites([builds, ...chosen], { alone: values.full }))

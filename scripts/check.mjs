// npm run check: everything about the code that is not a test of what it does.
// Names after `--` run only those checks; `sizes --update` takes today's sizes as the new budget,
// `classes --update` writes docs/classes.md anew, `benchmarks --update` docs/benchmarks.md.
import { parseArgs } from 'node:util'
import { build, install } from './lib/install.mjs'
import { close, runSuites } from './lib/suite.mjs'
import { pick } from './lib/suites.mjs'

const checks = ['lint', 'types', 'packages', 'sizes', 'classes', 'benchmarks', 'site']
const { values, positionals } = parseArgs({
  options: { update: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const chosen = pick(positionals, checks)
if (values.update) process.env.COELHO_UPDATE = '1'

await install()
if (!(await build())) process.exit(1)
close(await runSuites(chosen))

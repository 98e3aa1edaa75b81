// npm start: installs what is missing, builds, and runs the quickstart.
import { build, install } from './lib/install.mjs'
import { show } from './lib/run.mjs'

await install()
if (!(await build())) process.exit(1)
const example = ['examples/quickstart/run.mjs', ...process.argv.slice(2)]
process.exitCode = await show(process.execPath, example)

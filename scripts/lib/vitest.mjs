import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, show, tool } from './run.mjs'

/**
 * Runs Vitest in front of the user and counts its tests; `name` is that of its report. By itself it
 * leaves one of two cores alone: `workers` are as many as there are.
 */
export async function runVitest(
  tally,
  { args = [], timeoutMs, name = 'vitest', workers = '100%' },
) {
  const report = join(root, `.cache/${name}.json`)
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const own = [`--maxWorkers=${workers}`, ...args, ...reporters]
  const code = await show(...tool('vitest', 'run', ...own), { timeoutMs })
  if (!existsSync(report)) return tally.fail(`vitest ended with exit code ${code}, and no report`)

  const found = JSON.parse(readFileSync(report, 'utf8'))
  tally.pass(found.numPassedTests)
  for (const { name, status, assertionResults } of found.testResults) {
    const file = name.slice(root.length)
    const wrong = assertionResults.filter((test) => test.status === 'failed')
    for (const test of wrong) tally.fail(`${file}: ${test.fullName}`)
    if (status === 'failed' && wrong.length === 0) tally.fail(`${file} could not be run`)
  }
  if (found.numPendingTests > 0) {
    tally.skip(`${found.numPendingTests} tests`, 'they are marked as skipped in the code')
  }
  if (code !== 0 && tally.failed === 0) tally.fail(`vitest ended with exit code ${code}`)
}

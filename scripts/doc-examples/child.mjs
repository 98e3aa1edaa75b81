// Runs the compiled examples given in a list, and writes what came of each as a line of JSON.
import { appendFileSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [list, results] = process.argv.slice(2)
const patienceMs = 20_000

for (const { module, index } of JSON.parse(readFileSync(list, 'utf8'))) {
  const found = { index }
  try {
    const waits = new Promise((_, give) => {
      setTimeout(give, patienceMs, new Error(`it ran for more than ${patienceMs} ms`)).unref()
    })
    await Promise.race([import(pathToFileURL(module).href), waits])
  } catch (error) {
    const { name, message, line } = error
    Object.assign(found, { problem: line === undefined ? `${name}: ${message}` : message, line })
  }
  appendFileSync(results, `${JSON.stringify(found)}\n`)
}
process.exit(0)

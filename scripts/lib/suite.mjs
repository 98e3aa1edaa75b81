const strict = process.env.CI === 'true'

/** Counts what one suite found, and says each failure as soon as it is known. */
export class Tally {
  passed = 0
  failed = 0
  skipped = 0

  pass(count = 1) {
    this.passed += count
  }

  fail(title, why = '') {
    this.failed += 1
    console.error(`  FAILED ${title}${indent(why)}`)
  }

  /** For what this machine cannot run: `why` says what is missing and how to get it. */
  skip(title, why) {
    if (strict) return this.fail(title, `${why}\nWith CI=true nothing is skipped.`)
    this.skipped += 1
    console.log(`  skipped ${title}: ${why}`)
  }

  /** Passes or fails by the result of a program: `{ code, stdout, stderr }`. */
  judge(title, { code, stdout = '', stderr = '' }) {
    if (code === 0) this.pass()
    else this.fail(title, `${stdout}\n${stderr}`)
  }

  add(other) {
    this.passed += other.passed
    this.failed += other.failed
    this.skipped += other.skipped
  }

  /** The one line a reader, or a program, looks for. */
  toString() {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : ''
    return `${this.passed} passed, ${this.failed} failed${skipped}`
  }
}

/**
 * Runs suites one after another: `{ title, load() }`, which gives `run(tally)`. One that waits for
 * others or takes one core (`beside`) goes on while those after it run, unless `alone`: figures are
 * measured.
 */
export async function runSuites(suites, { alone = false } = {}) {
  const running = []
  for (const suite of suites) {
    const done = runSuite(suite)
    running.push(done)
    if (alone || !suite.beside) await done
  }
  const sum = new Tally()
  for (const tally of await Promise.all(running)) sum.add(tally)
  return sum
}

async function runSuite({ title, load }) {
  console.log(`\n${title}`)
  const tally = new Tally()
  const began = performance.now()
  try {
    const { default: run } = await load()
    await run(tally)
  } catch (error) {
    tally.fail(title, error?.stack ?? String(error))
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`  ${title}: ${tally.passed} ok, ${tally.failed} wrong, ${seconds} s`)
  return tally
}

/** Says the sum and sets the exit code. Nothing is printed after this. */
export function close(sum) {
  console.log(`\n${sum}`)
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
}

function indent(text) {
  const lines = text.trim().split('\n').filter(Boolean)
  return lines.map((line) => `\n    ${line}`).join('')
}

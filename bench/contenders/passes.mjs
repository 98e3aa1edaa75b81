/**
 * Runs passes over the data, each with a fresh model: one cold, more until the machine code has
 * settled, then those that count. `prepare(count)` gives the work on the first `count` rows, which
 * gives its facts (accuracy or checksum), a promise of them, or a function that finds them once the
 * clock has stopped. Without a warm-up only the cold pass is run. `clock()` gives seconds.
 *
 * MOA's program does the same in Java. Nothing forces a garbage collection between passes: in V8
 * that throws compiled code away with the old model, and the next pass runs at a half or a third.
 */
export async function measure(prepare, { counts, warm, passes, clock = wall }) {
  const first = counts[0]
  const pass = (count) => timed(prepare(count), clock)
  const cold = await pass(first)
  for (let spent = cold.seconds; spent < warm; ) spent += (await pass(first)).seconds
  const results = []
  for (const count of counts) {
    const runs = []
    const least = Math.min(1, warm / 5) // seconds
    for (let spent = 0; warm > 0 && (runs.length < passes || spent < least); ) {
      runs.push(await pass(count))
      spent += runs.at(-1).seconds
    }
    results.push(result(count, count === first ? cold : undefined, runs))
  }
  return results
}

function wall() {
  return performance.now() / 1000
}

async function timed(work, clock) {
  const start = clock()
  const facts = await work()
  const seconds = clock() - start
  return { seconds, facts: typeof facts === 'function' ? facts() : facts }
}

function result(rows, cold, runs) {
  const sorted = runs.map((run) => run.seconds).sort((a, b) => a - b)
  const seconds = sorted[sorted.length >> 1] ?? cold.seconds
  return {
    rows,
    rowsPerSecond: rows / seconds,
    seconds,
    passes: runs.length,
    coldRowsPerSecond: cold && rows / cold.seconds,
    ...(cold ?? runs[0]).facts,
  }
}

/** The line a contender prints. */
export function report(contender, version, { model, variant, stream, shift }, results) {
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  const facts = { contender, version, model, variant, stream, shift, peakMegabytes, results }
  console.log(JSON.stringify(facts))
}

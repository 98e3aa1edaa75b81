import { capture, tool } from '../lib/run.mjs'

/** The formatter and the linter, over everything that is in version control. */
export default async function lint(tally) {
  const found = await capture(
    ...tool('@biomejs/biome', 'check', '--error-on-warnings', '--colors=off'),
  )
  tally.judge('biome check (npm run format mends most of it)', found)
}

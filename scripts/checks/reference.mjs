import { capture, tool } from '../lib/run.mjs'

/** The API reference builds without a warning: no dead link, nothing left undocumented. */
export default async function reference(tally) {
  const found = await capture(...tool('typedoc', '--treatWarningsAsErrors'))
  tally.judge('typedoc', found)
}

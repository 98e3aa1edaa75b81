// docs/classes.md lists every public name of River with what it is here, and is up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { classesPage, page } from '../classes/page.mjs'

export default async function classes(tally) {
  const text = classesPage(await import('@coelho/learners'), await import('@coelho/core'))
  if (process.env.COELHO_UPDATE) writeFileSync(page, text)
  const known = existsSync(page) ? readFileSync(page, 'utf8') : ''
  if (known === text) return tally.pass()
  tally.fail('docs/classes.md', 'It is out of date: npm run check -- classes --update')
}

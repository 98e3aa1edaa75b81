import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../lib/run.mjs'
import { declarations, sourceOf } from './sources.mjs'

const list = JSON.parse(readFileSync(join(import.meta.dirname, 'river.json'), 'utf8'))
export const page = join(root, 'docs', 'classes.md')

/** The page that says of each public name of River what it is here. `library`: what is exported. */
export function classesPage(library, core) {
  const files = declarations()
  const golden = goldenCases()
  const differences = differencesByName(Object.keys(list.names))
  const rows = Object.keys(list.names).map((name) => {
    const path = list.instead[name] ?? ours(name)
    const here = find(library, path) ?? (path.includes('.') ? undefined : core[path])
    const missing = here === undefined
    if (missing && !list.notHere[name]) throw new Error(`${name} is neither here nor in notHere`)
    if (!missing && list.notHere[name]) throw new Error(`${name} is here, and in notHere`)
    const source = missing ? undefined : sourceOf(files, path)
    const shown = source ? `[\`${path}\`](../${source})` : `\`${path}\``
    const cases = golden.get(name) ?? 0
    return {
      name,
      missing,
      cases,
      cells: [
        `\`${name}\``,
        missing ? `not here: ${list.notHere[name]}` : shown,
        cases > 0 ? String(cases) : '',
        differences.has(name) ? `[differs](coming-from-river.md#${differences.get(name)})` : '',
      ],
    }
  })
  return [...head(rows), ...tables(rows), ''].join('\n')
}

function head(rows) {
  const count = (keeps) => rows.filter(keeps).length
  return [
    '<!-- Made by `npm run check -- classes --update`; edits are lost. -->',
    '# All of River, name by name',
    '',
    `River ${list.river} has ${rows.length} public classes and functions; ${count(({ missing }) => !missing)} of them are here,`,
    `${count(({ missing }) => missing)} are not, and each of these says why. ${count(({ cases }) => cases > 0)} have golden cases, ${rows.reduce((sum, { cases }) => sum + cases, 0)} in all: what River`,
    'answered, call by call, in [golden](../golden). `npm test` replays each of them, and fails if a label',
    'differs or a number by more than 1e-9; so on this page there are only cases that pass.',
    '',
    'The list was taken from River itself: every package below `river` without an underscore in its',
    'name was imported, with the modules it shows, and of each taken what `__all__` names, or else every name',
    'without an underscore, that is a class or function of River. Left out are the modules that only',
    'build others: the abstract classes of `*.base`, the nodes of trees in `tree.nodes`, `base.typing`;',
    'and the functions of `utils.math`, `utils.random`, `utils.norm` and `utils.pretty`, of which the',
    'first two have cases as a whole. `npm run check` fails if a name is neither exported nor explained,',
    'or if this page is out of date.',
    '',
    'Names without cases are mostly contracts, or data. "differs" leads to the list of differences.',
  ]
}

function tables(rows) {
  const modules = [...new Set(rows.map(({ name }) => moduleOf(name)))]
  return modules.flatMap((module) => [
    '',
    `## ${module}`,
    '',
    '| River | here | golden cases | |',
    '| --- | --- | ---: | --- |',
    ...rows
      .filter(({ name }) => moduleOf(name) === module)
      .map(({ cells }) => `| ${cells.join(' | ')} |`),
  ])
}

function moduleOf(name) {
  return name.split('.').slice(0, -1).join('.')
}

function ours(name) {
  const camel = (part) => part.replace(/_+([a-zA-Z0-9])/g, (_, letter) => letter.toUpperCase())
  return name
    .split('.')
    .map((part) => (/^[A-Z]/.test(part) ? part : camel(part)))
    .join('.')
}

function find(library, path) {
  return path.split('.').reduce((found, part) => Object(found)[part], library)
}

function goldenCases() {
  const folder = join(root, 'golden', 'cases')
  return new Map(
    readdirSync(folder).map((file) => {
      const { river, cases } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      return [river, cases.length]
    }),
  )
}

/** By name the section of coming-from-river.md that has an item about it: `ARF*` is about many. */
function differencesByName(names) {
  const found = new Map()
  let section = ''
  let counts = false
  for (const line of readFileSync(join(root, 'docs', 'coming-from-river.md'), 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      section = line
        .slice(3)
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-')
      counts = /^where/.test(section)
    }
    if (!counts || !line.startsWith('- ')) continue
    const told = [...line.matchAll(/`([A-Za-z.]+\*?)[^`]*`/g)].map(([, name]) => name)
    for (const name of names) {
      const own = name.split('.').at(-1)
      const isTold = told.some((one) =>
        one.endsWith('*') ? own.startsWith(one.slice(0, -1)) : one === own || one === name,
      )
      if (isTold && /^[A-Z]/.test(own) && !found.has(name)) found.set(name, section)
    }
  }
  return found
}

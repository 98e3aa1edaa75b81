// What every folder of examples owes its reader.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { elsewhere, programs } from '../scripts/examples/programs.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Of a file that is not there, nothing: what is then missing has a name. */
const read = (path: string) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
const folders = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(({ name }) => name)
  .sort()

it('each is run by a test', () => {
  const byCommand = programs.map(({ folder }) => folder)
  expect([...byCommand, ...Object.keys(elsewhere)].sort()).toEqual(folders)
  for (const [folder, file] of Object.entries(elsewhere)) {
    expect(read(file), file).toMatch(new RegExp(`\\./${folder}/|examples/${folder}/`))
  }
})

describe.each(folders)('examples/%s', (folder) => {
  const page = read(`examples/${folder}/README.md`)

  it('has a README of at most 25 lines that says one command', () => {
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(25)
    expect(page).toMatch(/```sh\n.+\n/)
  })

  it('is listed, and names no file that is not there', () => {
    expect(read('examples/README.md')).toContain(`](${folder}/`)
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!)
    const commands = [...page.matchAll(/examples\/([\w./-]+\.\w+)/g)].map(
      ([, path]) => `../${path}`,
    )
    const missing = [...links, ...commands].filter(
      (path) => !existsSync(join(root, 'examples', folder, path)),
    )
    expect(missing).toEqual([])
  })

  it('imports the packages by their names alone', () => {
    const files = readdirSync(join(root, 'examples', folder)).filter((name) =>
      /\.m?[jt]s$/.test(name),
    )
    for (const file of files) {
      const text = read(`examples/${folder}/${file}`)
      expect(text.match(/from '\.\.\/.*'/g) ?? [], file).toEqual([])
      expect(text.match(/from '.*\/packages\/.*'/g) ?? [], file).toEqual([])
    }
  })
})

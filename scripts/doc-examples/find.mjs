import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../lib/run.mjs'
import { workspaces } from '../lib/workspaces.mjs'

/** What programs write, from what is tested elsewhere. */
const generated = new Set(['classes.md', 'benchmarks.md'])

/** Every example of the documentation: `{ file, line, code, isPage }`. */
export function findExamples() {
  const pages = [join(root, 'README.md'), ...guides()]
  const examples = []
  for (const { folder } of workspaces()) {
    pages.push(join(folder, 'README.md'))
    for (const file of sources(join(folder, 'src'))) examples.push(...inComments(file))
  }
  for (const file of pages.filter(existsSync)) examples.push(...inPage(file))
  return examples
}

/** The TypeScript files of a folder that are part of a package, not of its tests. */
export function sources(folder) {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const isSource = (file) => /\.ts$/.test(file) && !/\.(test|test-support)\.ts$/.test(file)
  return files.filter(isSource).map((file) => join(folder, file))
}

/** The pages of the documentation that are written by hand. */
function guides() {
  const folder = join(root, 'docs')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return files
    .filter((file) => file.endsWith('.md') && !/^\.vitepress|node_modules/.test(file))
    .filter((file) => !generated.has(file))
    .map((file) => join(folder, file))
}

/** What stands under each `@example`, up to the next tag or the end of the comment. */
function inComments(file) {
  const text = readFileSync(file, 'utf8')
  const examples = []
  for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const lines = comment[0].replace(/\*\/$/, '').split('\n')
    const first = lineOf(text, comment.index)
    for (let i = 0; i < lines.length; i++) {
      if (!/^\s*\*\s*@example\b/.test(lines[i])) continue
      const end = lines.findIndex((line, at) => at > i && /^\s*\*\s*@\w/.test(line))
      const body = lines.slice(i + 1, end === -1 ? undefined : end)
      const code = body.map((line) => line.replace(/^\s*\* ?/, ''))
      const plain = code.filter((line) => !/^```/.test(line)).join('\n')
      examples.push({ file, line: first + i + 1, code: plain, isPage: false })
    }
  }
  return examples
}

/** Each block of a page that says it is JavaScript or TypeScript. */
function inPage(file) {
  const text = readFileSync(file, 'utf8')
  const blocks = text.matchAll(/^```(?:ts|js|typescript|javascript)\n([\s\S]*?)^```/gm)
  return [...blocks].map(({ index, 1: code }) => {
    return { file, line: lineOf(text, index) + 1, code, isPage: true }
  })
}

function lineOf(text, index) {
  return text.slice(0, index).split('\n').length
}

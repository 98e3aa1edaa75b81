import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const MOST = 155

/** The first paragraph of a page as plain text: what search engines show below its title. */
export function describe(folder: string, file: string): string {
  const text = readFileSync(join(folder, file), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '')
  const paragraphs = text.split(/\n\s*\n/).map((one) => one.trim())
  const first = paragraphs.find((one) => /^[A-Z*[`]/.test(one) && !one.startsWith('```'))
  if (first === undefined) return ''
  const plain = first
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]/g, '')
    .replace(/\s+/g, ' ')
  return plain.length <= MOST ? plain : `${plain.slice(0, plain.lastIndexOf(' ', MOST))} …`
}

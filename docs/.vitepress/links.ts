import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MarkdownRenderer } from 'vitepress'
import { base, repository } from '../tools/site.mjs'

const docs = fileURLToPath(new URL('..', import.meta.url))
const root = join(docs, '..')

interface Page {
  readonly path: string
  readonly includes?: readonly string[]
}

/**
 * Links out of `docs/` lead to the repository: pages read the same there and on the site. A file
 * that is not there ends the build. Links to the API reference leave these pages.
 */
export function linkIntoRepository(md: MarkdownRenderer): void {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' && token.attrGet('href')
      if (!href) continue
      if (isLocal(href)) token.attrSet('href', placeOf(href, env as Page))
      else if (href.startsWith('/api/')) {
        // Not one of these pages: the browser loads it, not their script.
        token.attrSet('href', base + href.slice(1))
        token.attrSet('target', '_self')
      }
    }
  })
}

const isLocal = (href: string) => !/^([a-z]+:|\/|#)/i.test(href)

function placeOf(href: string, page: Page): string {
  const [, path = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(href)!
  // What was included says where things are as seen from its own folder.
  const files = [page.path, ...(page.includes ?? [])]
  const targets = files.map((file) => resolve(dirname(file), decodeURI(path)))
  const target = targets.find(existsSync)
  if (target === undefined) {
    const name = relative(docs, targets[0]!)
    if (name.startsWith('..')) throw new Error(`${page.path}: there is no ${name} to link to`)
    return href
  }
  const inDocs = relative(docs, target)
  if (!inDocs.startsWith('..') && inDocs !== '') {
    const seen = relative(dirname(page.path), target)
    return (seen.startsWith('.') ? seen : `./${seen}`) + anchor
  }
  const kind = statSync(target).isDirectory() ? 'tree' : 'blob'
  return `${repository}/${kind}/main/${relative(root, target)}${anchor}`
}

// Where things of the site are.
import { join } from 'node:path'
import { root } from '../../scripts/lib/run.mjs'

export const docs = join(root, 'docs')
export const dist = join(docs, '.vitepress/dist')
export const repository = 'https://github.com/coelho-learners/coelho'

/** The path under which the site is served: `COELHO_DOCS_BASE=/coelho/` for a folder of a host. */
export const base = process.env.COELHO_DOCS_BASE ?? '/'

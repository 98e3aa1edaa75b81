import { createHash } from 'node:crypto'
import { problems } from '../problem.js'

interface Media {
  readonly schema?: unknown
}
interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
    readonly schema?: unknown
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Media>> }>
  >
}

/** What of an OpenAPI document is shown. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --quiet: #888; --soft: #8881; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { font: 600 1rem ui-monospace, monospace; margin: 1.5rem 0 0; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.85rem; }
pre { background: var(--soft); padding: 0.75rem; overflow-x: auto; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid var(--line); padding: 0.25rem 0.5rem; }
td, th { text-align: left; vertical-align: top; }
summary { cursor: pointer; color: var(--quiet); }
nav a { margin-right: 1rem; }
.method { display: inline-block; min-width: 3.5rem; color: var(--quiet); }
`

/** No script, and this style alone. */
export function docsPolicy(): string {
  const hash = createHash('sha256').update(STYLE).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`
}

/** The reference page: all of the OpenAPI document, to be read. */
export function renderDocs(document: OpenApi): string {
  const { info, paths, components } = document
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'Other'))]
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags?.[0] ?? 'Other') === tag)
    const shown = own.map(({ path, method, operation }) => renderOperation(path, method, operation))
    return `<section><h2 id="${slug(tag)}">${escaped(tag)}</h2>${shown.join('')}</section>`
  })
  const links = [...tags, 'Shapes', 'Problems'].map(
    (tag) => `<a href="#${slug(tag)}">${escaped(tag)}</a>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(info.title)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body><header><h1>${escaped(info.title)} ${escaped(info.version)}</h1>
<p>${escaped(info.description ?? '')}</p><p><a href="/openapi.json">openapi.json</a></p></header>
<nav aria-label="Sections">${links.join(' ')}</nav><main>${sections.join('')}
${renderShapes(components?.schemas ?? {})}${renderProblems()}</main></body></html>`
}

function renderOperation(path: string, method: string, operation: Operation): string {
  const { summary = '', description = '', parameters = [], requestBody, responses } = operation
  const rows = parameters.map(({ name, in: where, required, description: told = '' }) => {
    const need = required ? 'required' : 'optional'
    return rowOf(`<code>${escaped(name)}</code>`, `${escaped(where)}, ${need}`, escaped(told))
  })
  const table = rows.length > 0 ? `<table><tbody>${rows.join('')}</tbody></table>` : ''
  const body = requestBody ? renderContent('Body', requestBody.content) : ''
  const answers = Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, { content = {} }]) => renderContent(`Answer ${status}`, content))
  const title = `<span class="method">${escaped(method.toUpperCase())}</span> ${escaped(path)}`
  const told = `<p>${escaped(summary)}. ${escaped(description)}</p>`
  return `<article><h3>${title}</h3>${told}${table}${body}${answers.join('')}</article>`
}

function renderContent(title: string, content: Readonly<Record<string, Media>>): string {
  const parts = Object.entries(content).map(([type, { schema }]) => {
    const what = `${escaped(title)}: <code>${escaped(type)}</code>`
    return `<details><summary>${what}</summary>${renderSchema(schema)}</details>`
  })
  return parts.join('')
}

function renderShapes(schemas: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(schemas).map(
    ([name, schema]) => `<h3 id="shape-${slug(name)}">${escaped(name)}</h3>${renderSchema(schema)}`,
  )
  return `<section><h2 id="shapes">Shapes</h2>${shown.join('')}</section>`
}

/** JSON Schema as it is; names of shapes lead to them. */
function renderSchema(schema: unknown): string {
  const text = escaped(JSON.stringify(schema ?? {}, null, 2))
  const linked = text.replaceAll(/#\/components\/schemas\/(\w+)/g, (_, name: string) => {
    return `<a href="#shape-${slug(name)}">${name}</a>`
  })
  return `<pre tabindex="0">${linked}</pre>`
}

function renderProblems(): string {
  const rows = Object.entries(problems).map(([code, [status, title]]) =>
    rowOf(`<code id="${code}">${code}</code>`, String(status), escaped(title)),
  )
  const head = '<thead><tr><th>code</th><th>Status</th><th>What it means</th></tr></thead>'
  const table = `<table>${head}<tbody>${rows.join('')}</tbody></table>`
  return `<section><h2 id="problems">Problems</h2>${table}</section>`
}

function rowOf(...cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}

function slug(text: string): string {
  return text.toLowerCase().replaceAll(/\W+/g, '-')
}

function escaped(text: string): string {
  const safe: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/g, (char) => safe[char]!)
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a notebook finds, as one page of HTML and as Markdown with its figures beside it. */
export class Report {
  constructor(title) {
    this.name = title
    this.parts = []
    this.figures = []
  }

  title(words) {
    this.parts.push({ html: `<h2>${escaped(words)}</h2>`, markdown: `## ${words}` })
  }

  text(...lines) {
    const words = lines.join(' ')
    this.parts.push({ html: `<p>${escaped(words)}</p>`, markdown: words })
  }

  table(head, rows) {
    const line = (cells, tag) => cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')
    const body = rows.map((row) => `<tr>${line(row, 'td')}</tr>`).join('\n')
    const all = [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    this.parts.push({
      html: `<table><thead><tr>${line(head, 'th')}</tr></thead><tbody>\n${body}\n</tbody></table>`,
      markdown: all.map((row) => `| ${row.join(' | ')} |`).join('\n'),
    })
  }

  figure(file, svg) {
    this.figures.push({ file, svg })
    this.parts.push({ html: `<figure>${svg}</figure>`, markdown: `![${file}](${file})` })
  }

  /** Writes report.html, which holds all there is, report.md and the figures; gives the first. */
  write(folder) {
    mkdirSync(folder, { recursive: true })
    for (const { file, svg } of this.figures) writeFileSync(join(folder, file), svg)
    const markdown = [`# ${this.name}`, ...this.parts.map((part) => part.markdown)]
    writeFileSync(join(folder, 'report.md'), `${markdown.join('\n\n')}\n`)
    const page = join(folder, 'report.html')
    writeFileSync(page, pageOf(this.name, this.parts.map(({ html }) => html).join('\n')))
    return page
  }
}

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 0 auto; padding: 1rem; }
  figure { margin: 0; } svg { width: 100%; height: auto; }
  table { border-collapse: collapse; }
  td, th { padding: 0.2rem 0.8rem 0.2rem 0; text-align: right; }
  td:first-child, th:first-child { text-align: left; }`

function pageOf(title, body) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<h1>${escaped(title)}</h1>
${body}
</html>
`
}

function escaped(words) {
  return String(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

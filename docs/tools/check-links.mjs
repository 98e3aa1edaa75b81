// Looks at every link of a built site: pages, files and anchors inside it must be there, and
// nothing may be loaded from another host.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'

/** Elements whose address the browser asks for by itself, and the attribute that holds it. */
const loaded = {
  img: 'src',
  script: 'src',
  iframe: 'src',
  source: 'src',
  video: 'src',
  link: 'href',
}
/** A `link` of these kinds is only told, not loaded. */
const told = /\brel="?(canonical|alternate|next|prev|author|license)\b/
const elements = /<(a|img|script|iframe|source|video|link)\b([^>]*)>/gi
const styles = /url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]/g

/** Gives `{ problems, pages, links }`; a problem is a line. */
export function checkLinks(folder, base = '/') {
  const site = readSite(folder)
  const problems = new Set()
  let links = 0
  for (const [path, { text }] of site.pages) {
    for (const link of linksOf(text)) {
      links += 1
      const problem = judge(site, path, link, base)
      if (problem) problems.add(`${path}: ${link.address}: ${problem}`)
    }
  }
  for (const path of site.files.filter((file) => file.endsWith('.css'))) {
    const text = readFileSync(join(folder, path), 'utf8')
    for (const [, url, imported] of text.matchAll(styles)) {
      const link = { address: url ?? imported, isLoaded: true }
      links += 1
      const problem = judge(site, path, link, base)
      if (problem) problems.add(`${path}: ${link.address}: ${problem}`)
    }
  }
  return { problems: [...problems].sort(), pages: site.pages.size, links }
}

function readSite(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => statSync(join(folder, file)).isFile())
  const pages = new Map()
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    // What scripts hold is text; only elements of the page count.
    const html = readFileSync(join(folder, file), 'utf8')
    const text = html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/gi, '$1')
    pages.set(file, { text, ids: undefined })
  }
  return { files, known: new Set(files), pages }
}

function linksOf(text) {
  const found = []
  for (const [, name, attributes] of text.matchAll(elements)) {
    const element = name.toLowerCase()
    const attribute = element === 'a' ? 'href' : loaded[element]
    const address = attributeOf(attributes, attribute)
    if (address === undefined) continue
    const isLoaded = element !== 'a' && !told.test(attributes)
    found.push({ address, isLoaded })
  }
  return found
}

function attributeOf(attributes, name) {
  const found = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(attributes)
  const value = found?.[1] ?? found?.[2] ?? found?.[3]
  return value?.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x27;', "'")
}

function judge(site, path, { address, isLoaded }, base) {
  if (/^(data|blob|mailto|javascript):/i.test(address)) return undefined
  if (/^([a-z]+:)?\/\//i.test(address)) {
    return isLoaded ? 'it would be loaded from another host' : undefined
  }
  const [place, anchor] = address.split('#')
  const file = fileOf(path, place.replace(/\?.*$/, ''), base)
  if (file === undefined) return `it leaves the site, which begins at ${base}`
  const target = [file, posix.join(file, 'index.html')].find((one) => site.known.has(one))
  if (target === undefined) return `there is no ${file}`
  if (!anchor) return undefined
  const page = site.pages.get(target)
  if (page === undefined || idsOf(page).has(decodeURIComponent(anchor))) return undefined
  return `${target} has no such anchor`
}

/** The file of the site an address leads to. */
function fileOf(path, place, base) {
  if (place === '') return path
  const decoded = decodeURIComponent(place)
  if (!decoded.startsWith('/')) return posix.join(posix.dirname(path), decoded)
  if (!decoded.startsWith(base)) return undefined
  return posix.join('.', decoded.slice(base.length)) || '.'
}

function idsOf(page) {
  page.ids ??= new Set(
    [...page.text.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) =>
      id.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
    ),
  )
  return page.ids
}

// The check of links, shown sites that are wrong.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkLinks } from '../tools/check-links.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coelho-links-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function problems(files: Record<string, string>, base = '/'): string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return checkLinks(folder, base).problems
}

const there = '<h2 id="here">Here</h2>'

describe('a link is right', () => {
  it.each([
    ['to a page', '<a href="guides/a.html">'],
    ['to a page from the root', '<a class="b" href="/guides/a.html">'],
    ['to a folder with a page', '<a href="/guides/">'],
    ['to an anchor', '<a href="/guides/a.html#here">'],
    ['to the page itself', '<a href="#">'],
    ['to another host', '<a href="https://example.org/x#y">'],
    ['to mail', '<a href="mailto:a@example.org">'],
    ['that is data', '<img src="data:image/png;base64,AA">'],
    ['in the text of a script', '<script>const a = \'<a href="nowhere.html">\'</script>'],
  ])('%s', (_, text) => {
    const files = { 'index.html': text, 'guides/a.html': there, 'guides/index.html': '' }
    expect(problems(files)).toEqual([])
  })

  it('below a folder of the host', () => {
    const files = { 'index.html': '<a href="/base/a.html#here">', 'a.html': there }
    expect(problems(files, '/base/')).toEqual([])
    expect(problems({ 'index.html': '<a href="/a.html">' }, '/base/')).toHaveLength(1)
  })
})

describe('a link is wrong', () => {
  it.each([
    ['to a page that is not there', '<a href="b.html">', /there is no b\.html/],
    ['out of the site', '<a href="../b.html">', /there is no \.\.\/b\.html/],
    ['to an anchor that is not there', '<a href="a.html#gone">', /has no such anchor/],
    ['to an anchor of the page itself', '<a href="#gone">', /has no such anchor/],
    ['to a picture that is not there', '<img alt="" src=b.png>', /there is no b\.png/],
    ['to a script of another host', '<script src="https://a.example/b.js">', /another host/],
    ['to a style of another host', '<link rel="stylesheet" href="//a.example/b.css">', /another/],
    ['to a picture of another host', "<img src='http://a.example/b.png'>", /another host/],
  ])('%s', (_, text, message) => {
    const [problem, ...more] = problems({ 'index.html': text, 'a.html': there })
    expect(problem).toMatch(message)
    expect(more).toEqual([])
  })

  it('in a style sheet', () => {
    const css = "@import 'https://a.example/b.css'; p { background: url(../gone.svg) }"
    expect(problems({ 'assets/a.css': css })).toEqual([
      expect.stringContaining('there is no gone.svg'),
      expect.stringContaining('another host'),
    ])
  })
})

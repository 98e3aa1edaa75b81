import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { prepare } from '../tools/prepare.mjs'
import { base, repository } from '../tools/site.mjs'
import { mendBlocks } from './blocks.js'
import { describe } from './describe.js'
import { linkIntoRepository } from './links.js'
import { githubMark } from './mark.js'
import { nav, sidebar } from './sidebar.js'

const home = fileURLToPath(new URL('./theme/HomePage.vue', import.meta.url))
// What stands beside the pages: the mark, and the modules that live examples import.
const modules = await prepare()

export default defineConfig({
  title: 'Coelho',
  description: 'Machine learning that learns one event at a time, for TypeScript.',
  lang: 'en-GB',
  base,
  // To hold transitions back costs slow machines a second layout of the whole page.
  appearance: { disableTransition: false },
  srcExclude: ['README.md'],
  // One check looks at all links of the built site, the API reference's and anchors too.
  ignoreDeadLinks: true,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}rabbit.svg` }],
    ['meta', { name: 'color-scheme', content: 'light dark' }],
  ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    languageAlias: { mjs: 'js', mts: 'ts' },
    config(md) {
      linkIntoRepository(md)
      mendBlocks(md)
    },
  },
  transformPageData(page, { siteConfig }) {
    page.description ||= describe(siteConfig.srcDir, page.filePath)
  },
  themeConfig: {
    logo: { src: '/rabbit.svg', alt: '' },
    nav,
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: { svg: githubMark }, link: repository, ariaLabel: 'GitHub' }],
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'BSD-3-Clause. The algorithms follow River, by the River developers.' },
  },
  vite: {
    define: { __MODULES__: JSON.stringify(modules) },
    resolve: { alias: [{ find: /^.*\/VPHome\.vue$/, replacement: home }] },
  },
})

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

/** Where a server runs whose data the pages show while they are worked on: `npx vite`. */
const server = process.env['COELHO_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [svelte({ compilerOptions: { runes: true } })],
  build: {
    target: 'es2022',
    // The server allows no inline script, style or font; icons come as files as well.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Whose code is in it, and under which terms: that goes along with it.
    license: { fileName: 'licenses.txt' },
  },
  server: { proxy: { '/v1': server, '/openapi.json': server, '/docs': server } },
})

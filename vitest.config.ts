import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources: nobody builds to test. */
const source = (name: string) => fileURLToPath(new URL(`./packages/${name}/src`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@coelho\/(core|learners|runtime)$/, replacement: `${source('$1')}/index.ts` },
      {
        find: /^@coelho\/(core|learners|runtime)\/(.+)$/,
        replacement: `${source('$1')}/$2/index.ts`,
      },
    ],
  },
  test: { include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'], testTimeout: 60_000 },
})

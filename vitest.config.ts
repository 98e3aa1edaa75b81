import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

/** Tests run on the sources: nobody builds to test. */
const source = (name: string) => fileURLToPath(new URL(`./packages/${name}/src`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^@coelho\/(core|learners|runtime|kafka|mlflow|serve)$/,
        replacement: `${source('$1')}/index.ts`,
      },
      {
        find: /^@coelho\/(core|learners|runtime|kafka|mlflow|serve)\/(.+)$/,
        replacement: `${source('$1')}/$2/index.ts`,
      },
      {
        find: '#services',
        replacement: fileURLToPath(new URL('./scripts/services', import.meta.url)),
      },
    ],
  },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      ...['examples', 'deploy', 'scripts'].map((folder) => `${folder}/**/*.test.ts`),
    ],
    // vitest.services.config.ts runs these.
    exclude: [...configDefaults.exclude, '**/*.service.test.ts'],
    testTimeout: 60_000,
    // What is waited for comes late on a busy machine; what never comes fails all the same.
    expect: { poll: { timeout: 20_000 } },
    setupFiles: fileURLToPath(new URL('./scripts/patient.ts', import.meta.url)),
    // Sources are loaded once for all files of a worker: a third of the time. A test puts back what
    // it changes of others.
    isolate: false,
  },
})

/** Every suite by its short name, in the order `npm test` runs them. */
export const suites = {
  unit: { title: 'Unit and golden tests', load: () => import('../unit.mjs') },
  services: {
    title: 'Against real servers',
    load: () => import('../services/run.mjs'),
    beside: true,
  },
  jobs: { title: 'Forests over threads', load: () => import('../jobs/run.mjs') },
  site: { title: 'Documentation', load: () => import('../checks/site.mjs') },
  pages: {
    title: 'Documentation in Chromium',
    load: () => import('../checks/pages.mjs'),
    beside: true,
  },
  types: { title: 'Types', load: () => import('../checks/types.mjs'), beside: true },
  folders: { title: 'Examples, each by its command', load: () => import('../examples/run.mjs') },
  examples: { title: 'Examples in the documentation', load: () => import('../doc-examples.mjs') },
  fixtures: { title: 'Packages as users install them', load: () => import('../fixtures/run.mjs') },
  runtimes: { title: 'Node, Deno, Bun, Chromium', load: () => import('../runtimes/run.mjs') },
  lint: { title: 'Format and lint', load: () => import('../checks/lint.mjs') },
  packages: { title: 'Package contents', load: () => import('../checks/packages.mjs') },
  sizes: { title: 'Bundle sizes', load: () => import('../sizes.mjs') },
  classes: { title: 'Page of all classes', load: () => import('../checks/classes.mjs') },
  benchmarks: { title: 'Page of benchmarks', load: () => import('../checks/benchmarks.mjs') },
}

/** What takes long, and is part of `npm run test:full` alone. */
export const fullSuites = {
  reference: {
    title: 'Reference projects beside River',
    load: () => import('../reference-runs.mjs'),
  },
}

/** The suites with these names; all of `defaults` when none is given. */
export function pick(names, defaults = Object.keys(suites)) {
  return (names.length > 0 ? names : defaults).map((name) => {
    if (!Object.hasOwn(suites, name)) {
      console.error(`No suite is called "${name}". There are: ${Object.keys(suites).join(', ')}.`)
      process.exit(1)
    }
    return suites[name]
  })
}

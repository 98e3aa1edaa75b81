/** Every suite by its short name, in the order `npm test` runs them. */
export const suites = {
  unit: { title: 'Unit and golden tests', load: () => import('../unit.mjs') },
  jobs: { title: 'Forests over threads', load: () => import('../jobs/run.mjs') },
  services: {
    title: 'Against real servers',
    load: () => import('../services/run.mjs'),
    beside: true,
  },
  types: { title: 'Types', load: () => import('../checks/types.mjs') },
  examples: { title: 'Examples in the documentation', load: () => import('../doc-examples.mjs') },
  fixtures: { title: 'Packages as users install them', load: () => import('../fixtures/run.mjs') },
  runtimes: { title: 'Node, Deno, Bun, Chromium', load: () => import('../runtimes/run.mjs') },
  lint: { title: 'Format and lint', load: () => import('../checks/lint.mjs') },
  packages: { title: 'Package contents', load: () => import('../checks/packages.mjs') },
  sizes: { title: 'Bundle sizes', load: () => import('../sizes.mjs') },
  classes: { title: 'Page of all classes', load: () => import('../checks/classes.mjs') },
  reference: { title: 'API reference', load: () => import('../checks/reference.mjs') },
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

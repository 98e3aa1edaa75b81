// The folders of examples/ that need no server, each with its one command and what it has to say.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTool } from '../lib/tools.mjs'

const node = async () => ({ command: process.execPath })

/** The last share that stands in front of some words, as a number: 94.6 of "94.6 % right". */
function last(text, pattern) {
  return Number([...text.matchAll(pattern)].at(-1)?.[1])
}

/** `faults(printed)` gives what is wrong with what a program has printed. */
export const programs = [
  {
    folder: 'quickstart',
    ...{ find: node, args: ['examples/quickstart/run.mjs', '--events', '20000'] },
    faults: (printed) => unless(last(printed, /([\d.]+) % right over all/g) > 80),
  },
  {
    folder: 'node',
    ...{ find: node, args: ['examples/node/learn.mjs'] },
    faults: (printed) => [
      ...unless(last(printed, /sites +([\d.]+) % right/g) > 85, 'it learns too little'),
      ...unless(last(printed, /always the same: ([\d.]+) %/g) < 70, 'the baseline is too good'),
      ...unless(/the same: yes/.test(printed), 'it is another model once it was loaded'),
    ],
  },
  {
    folder: 'hono',
    ...{ find: node, args: ['examples/hono/demo.mjs'] },
    faults: (printed) => [
      ...unless(/^1000 asked, 950 learned/m.test(printed), 'labels were lost'),
      ...unless(last(printed, /: ([\d.]+) % were right/g) > 85, 'it learns too little'),
      ...unless(/refused with 400: /.test(printed), 'it takes what is no event'),
    ],
  },
  {
    folder: 'worker',
    ...{ find: node, args: ['examples/worker/node.mjs'] },
    faults: (printed) => [
      ...unless(/^200000 events: /m.test(printed), 'events were lost'),
      ...unless(last(printed, /: ([\d.]+) % right/g) > 90, 'it learns too little'),
      ...unless(/changes noticed at .*\b100\d{3}\b/.test(printed), 'no drift is noticed in time'),
    ],
  },
  {
    folder: 'notebook',
    ...{ find: node, args: ['examples/notebook/notebook.mjs'], hasFolder: true },
    faults: (_, folder) => {
      const page = readFileSync(join(folder, 'report.html'), 'utf8')
      const markdown = readFileSync(join(folder, 'report.md'), 'utf8')
      const plot = readFileSync(join(folder, 'accuracy.svg'), 'utf8')
      return [
        ...unless(plot.match(/<polyline/g)?.length === 4, 'the plot has not four lines'),
        ...unless(!/NaN|undefined/.test(page + markdown + plot), 'the report has holes'),
        ...unless(page.includes('<svg') && markdown.includes('![accuracy.svg]'), 'no figure'),
        ...unless(last(markdown, /\| forest \| ([\d.]+) %/g) > 80, 'it learns too little'),
      ]
    },
  },
  {
    folder: 'deno',
    find: findTool.deno,
    // What its README allows it, and no question should it want more.
    args: ['run', '--no-prompt', '--allow-net=127.0.0.1', 'examples/deno/serve.ts'],
    faults: (printed) => unless(last(printed, /^10000 readings: ROC AUC ([\d.]+)/gm) > 0.8),
  },
  {
    folder: 'bun',
    ...{ find: findTool.bun, args: ['examples/bun/learn.ts'] },
    faults: (printed) => [
      ...unless(last(printed, /^50000 events: off by ([\d.]+)/gm) < 3, 'it learns too little'),
      ...unless(/the same: yes/.test(printed), 'it is another model once it was loaded'),
    ],
  },
]

/** Where the other folders are run. */
export const elsewhere = {
  fraud: 'examples/projects.test.ts',
  arrival: 'examples/projects.test.ts',
  shop: 'examples/projects.test.ts',
  browser: 'examples/pages.service.test.ts',
  kafka: 'examples/servers.service.test.ts',
  mlflow: 'examples/servers.service.test.ts',
}

function unless(isSo, why = 'it learns too little') {
  return isSo ? [] : [why]
}

/** A folder for what a program writes, while `use` needs it. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'coelho-example-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

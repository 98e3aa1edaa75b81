import { join } from 'node:path'
import { run } from './install/run.mjs'
import * as paths from './paths.mjs'
import { versions } from './versions.mjs'

const contenders = join(paths.bench, 'contenders')

// One thread for the work, as for the peers: garbage collectors of both runtimes included.
const nodeFlags = ['--single-threaded-gc', '--max-old-space-size=4096']
const javaFlags = ['-XX:+UseSerialGC', '-Xms1g', '-Xmx4g']

/**
 * One contender on one workload, in a process of its own. `tools` tells where Python and MOA are;
 * `job` has model, stream, variant, counts of rows, shift, seconds of warm-up and passes.
 */
export async function contend(contender, job, tools) {
  const words = [
    ['--model', job.model],
    ['--stream', job.stream],
    ['--rows', job.counts.join(',')],
    ['--shift', String(job.shift ?? 0)],
    ['--before', String(job.before ?? 0)],
    ['--way', job.way ?? 'test'],
  ].flat()
  const timing = ['--warm', String(job.warm), '--passes', String(job.passes)]
  const folder = ['--streams', paths.streams]
  const commands = {
    coelho: () => node('coelho.mjs', [...words, ...timing, '--variant', job.variant]),
    bare: () => node('bare.mjs', [...words, ...timing, '--variant', job.variant]),
    river: () => [tools.river, [join(contenders, 'river', 'contender.py'), ...words, ...folder]],
    moa: () => [
      'java',
      [
        ...[...javaFlags, '-cp', tools.moa, 'Contender', ...words, ...timing, ...folder],
        ...['--version', versions.moa, '--models', join(paths.bench, 'models.json')],
      ],
    ],
  }
  const printed = await run(...commands[contender]())
  return JSON.parse(printed.trim().split('\n').at(-1))
}

function node(script, args) {
  return [process.execPath, [...nodeFlags, join(contenders, script), ...args]]
}

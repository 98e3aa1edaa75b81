import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { ask } from '../install/run.mjs'
import * as paths from '../paths.mjs'
import { versions } from '../versions.mjs'

/** The facts without which a figure means nothing. */
export async function machineFacts(tools) {
  const git = (...args) => ask('git', ['--no-optional-locks', '-C', paths.root, ...args])
  const java = await ask('java', ['-version'])
  return {
    cpu: cpus()[0]?.model.trim(),
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()} ${release()}`,
    node: process.version,
    v8: process.versions.v8,
    python: tools.river && (await ask(tools.river, ['--version'])),
    java: java?.split('\n')[0],
    peers: versions,
    commit: await git('rev-parse', '--short', 'HEAD'),
    changedSinceCommit: Boolean(await git('status', '--porcelain')),
    load: load(),
  }
}

/** Processes wanting a core, over the last minute. */
export function load() {
  return Number(loadavg()[0].toFixed(2))
}

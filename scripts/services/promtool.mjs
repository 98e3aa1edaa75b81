// promtool, which knows what Prometheus will make of rules: from Debian's packages.
import { program } from '../lib/debian.mjs'

/**
 * The program, installed if it is not there. COELHO_PROMTOOL=path uses yours.
 *
 * @returns {Promise<{ program: string }>}
 */
export async function install() {
  const wanted = { names: ['promtool'], variable: 'COELHO_PROMTOOL', packages: ['prometheus'] }
  return { program: await program(wanted) }
}

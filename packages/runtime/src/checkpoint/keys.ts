const DIGITS = 16

/** Where the manifests of a project are. */
export function manifestFolder(project: string): string {
  return `${project}/gen`
}

/** Where a generation's manifest is. */
export function manifestKey(project: string, generation: number): string {
  return `${manifestFolder(project)}/${numberName(generation)}`
}

/** Numbers of one length, so that names sort as they count. */
export function numberName(number: number): string {
  return String(number).padStart(DIGITS, '0')
}

/** The numbers among names, the highest first. */
export function numbersOf(names: readonly string[]): number[] {
  const numbers = names.filter((name) => name.length === DIGITS && /^\d+$/.test(name)).map(Number)
  return numbers.sort((a, b) => b - a)
}

/** Where the snapshots of a project are. */
export function blobFolder(project: string): string {
  return `${project}/blob`
}

export function blobKey(project: string, hash: string): string {
  return `${blobFolder(project)}/${hash}`
}

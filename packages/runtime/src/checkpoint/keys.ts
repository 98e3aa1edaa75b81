const DIGITS = 16

/** Where the manifests of a project are. */
export function manifestFolder(project: string): string {
  return `${project}/gen`
}

/** Where a generation's manifest is: numbers of one length, so that names sort as they count. */
export function manifestKey(project: string, generation: number): string {
  return `${manifestFolder(project)}/${String(generation).padStart(DIGITS, '0')}`
}

export function isGenerationName(name: string): boolean {
  return name.length === DIGITS && /^\d+$/.test(name)
}

/** Where the snapshots of a project are. */
export function blobFolder(project: string): string {
  return `${project}/blob`
}

export function blobKey(project: string, hash: string): string {
  return `${blobFolder(project)}/${hash}`
}

import { MissingPackageError } from '../errors.js'

/** A package that users install themselves, loaded when it is first needed. */
export async function needPackage<Module>(
  who: string,
  name: string,
  load: () => Promise<unknown>,
): Promise<Module> {
  try {
    return (await load()) as Module
  } catch (cause) {
    throw Object.assign(new MissingPackageError(who, name), { cause })
  }
}

import { describe, expect, it } from 'vitest'
import { MissingPackageError } from '../errors.js'
import { needPackage } from './packages.js'

describe('a package that is not installed', () => {
  it('is named, with what to do about it', async () => {
    const name = 'a-package-nobody-has'
    const error = await needPackage<Error>('iterX', name, () => import(name)).catch(
      (error) => error as Error,
    )
    expect(error).toBeInstanceOf(MissingPackageError)
    expect(error.message).toBe(
      'iterX: needs the package "a-package-nobody-has": npm install a-package-nobody-has.',
    )
    expect(error).toMatchObject({ packageName: name, cause: expect.any(Error) })
  })

  it('is loaded where it is there', async () => {
    expect(await needPackage('iterX', 'x', () => Promise.resolve({ x: 1 }))).toEqual({ x: 1 })
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkTo, parseRoute } from './route.js'

it('a link leads to what it was made for, whatever the names are', () => {
  const name = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(name, fc.option(name, { nil: undefined }), (model, section) => {
      expect(parseRoute(linkTo(model, section))).toEqual({ model, section })
    }),
  )
})

it('what is no route is the overview', () => {
  const overview = { model: undefined, section: undefined }
  for (const hash of ['', '#', '#/', '#/%E0%A4%A']) expect(parseRoute(hash)).toEqual(overview)
})

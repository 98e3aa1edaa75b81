import { vi } from 'vitest'

// vi.waitFor gives up after a second, and no configuration says otherwise. On a busy machine what
// is waited for comes later; what never comes fails all the same. Run before each file.
const { waitFor } = vi
if (waitFor.name !== 'patiently') {
  vi.waitFor = function patiently(check, options) {
    return waitFor(check, options ?? { timeout: 20_000 })
  }
}

import { PageEvent } from 'typedoc'

/** Says of each page of the reference which part is the main one, for those who go by landmarks. */
export function load({ renderer }) {
  renderer.on(PageEvent.END, (page) => {
    const plain = '<div class="col-content">'
    page.contents = page.contents?.replace(plain, plain.replace('>', ' role="main">'))
  })
}

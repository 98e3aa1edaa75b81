import type { MarkdownRenderer } from 'vitepress'

/** Tables and code as every reader can use them. */
export function mendBlocks(md: MarkdownRenderer): void {
  md.core.ruler.push('mend-blocks', ({ tokens }) => {
    for (const [i, token] of tokens.entries()) {
      // A cell at the head of a table that says nothing is no heading.
      if (token.type === 'th_open' && tokens[i + 1]?.content === '') {
        token.tag = 'td'
        const close = tokens.slice(i).find(({ type }) => type === 'th_close')
        if (close) close.tag = 'td'
      }
      // Code that is set in scrolls within its frame, as fenced code does.
      if (token.type === 'code_block') {
        token.type = 'fence'
        token.info = 'txt'
      }
    }
  })
}
